//! Points: what a machine's hardware is worth. They decide its share of the rewards and its standard price.

/// Most points, in hundredths, that a machine may have for each of its GPUs.
pub const MAX_POINTS_PER_GPU: u64 = 100_000;

/// Ten decimal digits are carried through the square root, so that its error stays far below the rounding of the result.
const SCALE: u128 = 10_000_000_000;
/// `SCALE² / 10`: the factor under the root, with the ten of "VRAM in units of 10 GB" taken in.
const UNDER_ROOT: u128 = 10_000_000_000_000_000_000;
/// Points of a GPU that has no cores: 25, scaled.
const BASE_PER_GPU: u128 = 250_000_000_000;
/// `7 × SCALE`: memory counts a point for each 3.5 GB, so everything is counted in sevenths.
const DENOMINATOR: u128 = 70_000_000_000;
const HALF_DENOMINATOR: u128 = 35_000_000_000;

/// Points of a machine in hundredths, rounded to nearest once at the end (a half goes up):
///
/// `100 × ( gpu_count × (25 + sqrt(cuda_cores) × sqrt(vram_gb / 10)) + ram_gb / 3.5 )`
///
/// `cuda_cores` and `vram_gb` (10^9 bytes) are those of each GPU. The result saturates at `u64::MAX`, far above what
/// [`most_points`] allows.
pub fn points_nearest(gpu_count: u32, cuda_cores: u32, vram_gb: u32, ram_gb: u32) -> u64 {
	// 2^64 × 10^19 is below 2^128: nothing saturates under the root, nor after it.
	let root = u128::from(cuda_cores)
		.saturating_mul(u128::from(vram_gb))
		.saturating_mul(UNDER_ROOT)
		.isqrt();
	let gpus = BASE_PER_GPU
		.saturating_add(root)
		.saturating_mul(u128::from(gpu_count));
	let memory = u128::from(ram_gb).saturating_mul(2).saturating_mul(SCALE);
	let numerator = gpus
		.saturating_mul(7)
		.saturating_add(memory)
		.saturating_mul(100);
	let rounded = numerator.saturating_add(HALF_DENOMINATOR) / DENOMINATOR;
	u64::try_from(rounded).unwrap_or(u64::MAX)
}

/// Most points, in hundredths, that a machine with `gpu_count` GPUs may have.
pub fn most_points(gpu_count: u32) -> u64 {
	MAX_POINTS_PER_GPU.saturating_mul(u64::from(gpu_count))
}

#[cfg(test)]
mod tests;
