//! Lets the node link where the system's RocksDB is older than the bindings.

fn main() {
	println!("cargo:rerun-if-env-changed=ROCKSDB_LIB_DIR");
	println!("cargo:rerun-if-env-changed=ROCKSDB_COMPILE");
	let from_system = std::env::var_os("ROCKSDB_LIB_DIR").is_some()
		&& std::env::var_os("ROCKSDB_COMPILE").is_none();
	if from_system {
		println!("cargo:rerun-if-changed=rocksdb_missing.c");
		cc::Build::new()
			.file("rocksdb_missing.c")
			.compile("rocksdb_missing");
	}
}
