//! Tenants.

mod access;
mod ends;
mod isolation;
mod members;
mod quotas;
