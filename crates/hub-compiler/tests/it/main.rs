//! The compiler from outside: documents in, blueprints and reports out.

mod goldens;
