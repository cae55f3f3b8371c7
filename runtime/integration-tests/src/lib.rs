//! Journeys on the real runtime in externalities: what the pallets do together, with the numbers that the chain has.
#![cfg(test)]

mod cases;
mod env;
mod genesis;
mod histories;
mod invariants;
mod state;
