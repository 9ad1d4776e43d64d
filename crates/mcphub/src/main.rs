//! The mcphub command.
fn main() {}
