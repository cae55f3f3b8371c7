//! Who may do what that no signature alone allows.

use crate::AccountId;
use frame_system::EnsureRoot;

/// Sets parameters, approves feeders, keeps the table of GPU models: root, that is sudo, until the council exists.
pub type Governance = EnsureRoot<AccountId>;
