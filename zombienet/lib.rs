//! Tests of the parachain under a real relay chain: see `tests/`.
