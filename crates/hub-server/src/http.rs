//! What all endpoints have in common: who calls, what may go wrong, how bodies, pages and versions are written.

pub(crate) mod body;
pub(crate) mod caller;
pub(crate) mod client;
pub(crate) mod etag;
pub(crate) mod following;
pub(crate) mod headers;
pub(crate) mod idempotency;
pub(crate) mod object;
pub(crate) mod page;
pub(crate) mod path;
pub(crate) mod problem;
pub(crate) mod rates;
pub(crate) mod request_id;
pub(crate) mod stream;
pub(crate) mod text;
