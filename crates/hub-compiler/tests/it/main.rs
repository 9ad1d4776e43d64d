//! The compiler from outside: documents in, blueprints and reports out.

mod fuzz_corpus;
mod goldens;
mod hostile;
mod properties;
mod sound;
