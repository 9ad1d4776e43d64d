//! The compiler from outside: documents in, blueprints and reports out.

mod goldens;
mod fuzz_corpus;
mod hostile;
mod properties;
mod sound;
