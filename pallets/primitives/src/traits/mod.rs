//! The traits through which pallets meet, one subject a file.

mod clock;
mod committee;
mod machine;
mod price;
mod sanction;

pub use clock::*;
pub use committee::*;
pub use machine::*;
pub use price::*;
pub use sanction::*;
