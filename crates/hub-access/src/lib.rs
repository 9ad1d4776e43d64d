//! Who are you, and may you: passwords, tokens, keys, second factors, roles. No I/O, no database, no HTTP.
//!
//! What is handed in is decided on, and nothing is remembered here. Time comes from [`hub_model::clock::Clock`], chance from
//! [`hub_model::entropy::Entropy`].

pub mod compare;
pub mod entropy;
pub mod jwt;
pub mod password;
pub mod principal;
pub mod roles;
pub mod secret_text;
pub mod throttle;
pub mod totp;

#[cfg(test)]
mod repeatable;
