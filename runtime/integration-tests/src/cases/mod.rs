//! One file per journey.

mod economics;
mod faults;
mod fees;
mod governance;
mod machines;
mod metadata;
mod presets;
mod proxies;
mod rental;
mod rewards;
mod sanctions;
mod threats;
mod verification;
mod weights;
