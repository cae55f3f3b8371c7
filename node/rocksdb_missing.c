#include <stdlib.h>

/* A destructor that the Rust bindings name and Debian's RocksDB lacks. Its object cannot exist without a newer library,
   and the node opens no RocksDB at all: both its databases are ParityDB. */
void rocksdb_write_buffer_manager_destroy(void *manager) {
	(void)manager;
	abort();
}
