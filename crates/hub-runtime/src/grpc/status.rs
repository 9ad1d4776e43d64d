//! How a gRPC call ended: its status in the trailers, with what the upstream says more of it.

use http::HeaderMap;
use percent_encoding::percent_decode_str;

use crate::shape::Call;

/// Characters of the upstream's message.
const LONGEST: usize = 2_000;

/// A status (google.rpc.Code).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Code(u32);

impl Code {
    pub(super) const OK: Self = Self(0);
    pub(super) const UNKNOWN: Self = Self(2);
    pub(crate) const UNAUTHENTICATED: Self = Self(16);
    pub(crate) const UNAVAILABLE: Self = Self(14);
    pub(super) const UNIMPLEMENTED: Self = Self(12);
    pub(super) const INTERNAL: Self = Self(13);

    /// What the trailers say.
    pub(crate) fn of(headers: &HeaderMap) -> Option<Self> {
        headers.get("grpc-status")?.to_str().ok()?.trim().parse().ok().map(Self)
    }

    pub(super) fn number(self) -> u32 {
        self.0
    }

    pub(super) fn name(self) -> &'static str {
        match self.0 {
            0 => "OK",
            1 => "CANCELLED",
            3 => "INVALID_ARGUMENT",
            4 => "DEADLINE_EXCEEDED",
            5 => "NOT_FOUND",
            6 => "ALREADY_EXISTS",
            7 => "PERMISSION_DENIED",
            8 => "RESOURCE_EXHAUSTED",
            9 => "FAILED_PRECONDITION",
            10 => "ABORTED",
            11 => "OUT_OF_RANGE",
            12 => "UNIMPLEMENTED",
            13 => "INTERNAL",
            14 => "UNAVAILABLE",
            15 => "DATA_LOSS",
            16 => "UNAUTHENTICATED",
            _ => "UNKNOWN",
        }
    }

    /// What a model can do about it.
    pub(super) fn next_step(self, call: &Call<'_>) -> String {
        let unsure = if call.idempotent { "" } else { "; check whether the change was made before you call again" };
        match self.0 {
            3 | 11 => "correct the arguments as the message above says and call again".into(),
            5 => "check the names and ids in the arguments; a list or search tool of this server gives ones that exist"
                .into(),
            6 => "it is there already; read it, or choose another name".into(),
            7 => "the credentials do not permit this; use another tool, or ask the operator for more rights".into(),
            8 => "a quota or limit is used up; wait a minute, or ask for less at once, then call again".into(),
            9 | 10 => "read the current state with another tool, then decide whether to call again".into(),
            12 => "the upstream does not offer this method; use another tool".into(),
            1 | 4 => format!("the upstream took too long; ask for less at once, or call again later{unsure}"),
            14 => format!("the upstream is not available; call again later{unsure}"),
            16 if !call.missing.is_empty() => {
                format!("the call went out without credentials; the operator has to set {}", call.missing)
            }
            16 => "the upstream did not accept the credentials; the operator has to renew them".into(),
            _ => format!("the upstream failed; call again later{unsure}"),
        }
    }
}

/// The upstream's message, which travels percent-encoded.
pub(super) fn message(headers: &HeaderMap) -> String {
    let Some(text) = headers.get("grpc-message") else { return String::new() };
    let text = String::from_utf8_lossy(text.as_bytes()).into_owned();
    percent_decode_str(&text).decode_utf8_lossy().chars().take(LONGEST).collect()
}
