//! Sets of GPUs of one machine, as bit masks: bit `n` stands for the GPU with index `n`.

/// The first `count` GPUs; all 32 if there are more.
pub fn all(count: u32) -> u32 {
	1u32.checked_shl(count)
		.map_or(u32::MAX, |next| next.saturating_sub(1))
}

/// The `count` GPUs of `free` with the lowest indexes. `None` if it has fewer.
pub fn lowest(free: u32, count: u32) -> Option<u32> {
	if free.count_ones() < count {
		return None;
	}
	// Below a lowest bit there are only zeros: subtracting 1 clears it and sets bits that `rest` does not have.
	let rest = (0..count).fold(free, |rest, _| rest & rest.saturating_sub(1));
	Some(free & !rest)
}

/// How many GPUs `mask` has.
pub fn count(mask: u32) -> u32 {
	mask.count_ones()
}

#[cfg(test)]
mod tests;
