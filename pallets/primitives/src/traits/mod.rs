//! The traits through which pallets meet, one subject a file.

mod machine;
mod price;

pub use machine::*;
pub use price::*;
