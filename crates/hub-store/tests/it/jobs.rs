//! Work to be done.
