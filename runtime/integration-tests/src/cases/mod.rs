//! One file per journey.

mod economics;
mod fees;
mod machines;
mod metadata;
mod presets;
mod proxies;
mod weights;
