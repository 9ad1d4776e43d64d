//! People with accounts, and how they prove who they are.

mod sessions;
mod sign_in;
mod users;
