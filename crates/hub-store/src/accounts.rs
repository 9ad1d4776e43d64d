//! People with accounts, and how they prove who they are.

pub mod links;
pub mod second_factor;
pub mod sessions;
pub mod throttles;
pub mod users;
