//! What every API goes through between its front end and the blueprint: names, words, hints, schema profiles. Each pass is a
//! pure function and knows nothing of the others.

pub mod hints;
pub mod names;
pub mod profiles;
pub mod words;
