//! The traits through which pallets meet, one subject a file.

mod clock;
mod committee;
mod fault;
mod machine;
mod price;
mod rental;
mod sanction;
mod verification;

pub use clock::*;
pub use committee::*;
pub use fault::*;
pub use machine::*;
pub use price::*;
pub use rental::*;
pub use sanction::*;
pub use verification::*;
