//! One file per journey.

mod economics;
mod fees;
mod governance;
mod machines;
mod metadata;
mod presets;
mod proxies;
mod rental;
mod verification;
mod weights;
