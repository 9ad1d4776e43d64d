//! Where servers run: what has to be done so that there are the replicas that are wanted, and who does it. Knows no database and no API.

pub mod cgroup;
pub mod docker;
pub mod holder;
pub mod image;
pub mod kubernetes;
pub mod meter;
pub mod plan;
pub mod process;
mod said;
pub mod scale;
