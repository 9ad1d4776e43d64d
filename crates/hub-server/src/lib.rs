//! The platform: REST API, workers and health monitoring, as roles of one process or of several.
//!
//! Roles meet only in the store and the bus; none calls another. [`serve::listen`] answers requests, [`worker::run`] does jobs,
//! [`monitor::run`] looks after what was registered.

pub mod api;
pub mod app;
mod archive;
mod blueprints;
mod bundle;
mod calls;
mod console;
pub mod deploying;
mod design;
pub mod gateway;
mod guides;
mod http;
mod images;
pub mod monitor;
mod own;
mod registry;
mod router;
pub mod secrets;
pub mod serve;
pub mod settings;
pub mod setup;
pub mod sources;
mod telemetry;
pub mod worker;
