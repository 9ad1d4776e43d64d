//! What can go wrong with a request, as a small closed set of codes.

use crate::closed::closed;

closed! {
    /// The `code` of a problem (RFC 9457). Stable: programs decide by it.
    ErrorCode {
        /// The request cannot be read.
        BadRequest = "bad_request",
        /// It can be read, and says something impossible; `errors` tells what and where.
        Invalid = "invalid",
        /// Nobody is signed in, or no longer.
        Unauthenticated = "unauthenticated",
        /// A second factor is needed, or the one given is wrong.
        SecondFactorRequired = "second_factor_required",
        /// Whoever is signed in may not do this.
        Forbidden = "forbidden",
        /// It is not there, or not to be seen.
        NotFound = "not_found",
        /// There is no such method for this address.
        MethodNotAllowed = "method_not_allowed",
        /// Something else already has this name, or is being done.
        Conflict = "conflict",
        /// The state that the request was made for is not the present one.
        PreconditionFailed = "precondition_failed",
        /// The body is too large.
        TooLarge = "too_large",
        /// The body is not of a type that is read here.
        UnsupportedMediaType = "unsupported_media_type",
        /// An idempotency key was used for another request.
        IdempotencyMismatch = "idempotency_mismatch",
        /// Too many requests.
        RateLimited = "rate_limited",
        /// Too many failed attempts to sign in.
        LockedOut = "locked_out",
        /// The organisation has as much as it may have.
        QuotaExceeded = "quota_exceeded",
        /// The request's body came too slowly.
        Timeout = "timeout",
        /// A part of the hub does not answer.
        Unavailable = "unavailable",
        /// There is no room left to keep anything.
        StorageFull = "storage_full",
        /// The hub made a mistake.
        Internal = "internal",
    }
}

impl ErrorCode {
    /// The HTTP status that goes with it.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::BadRequest => 400,
            Self::Unauthenticated | Self::SecondFactorRequired => 401,
            Self::Forbidden | Self::QuotaExceeded => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::Timeout => 408,
            Self::Conflict => 409,
            Self::PreconditionFailed => 412,
            Self::TooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::Invalid | Self::IdempotencyMismatch => 422,
            Self::RateLimited | Self::LockedOut => 429,
            Self::Internal => 500,
            Self::Unavailable => 503,
            Self::StorageFull => 507,
        }
    }

    /// What it is, for people.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::BadRequest => "The request cannot be read",
            Self::Invalid => "The request says something impossible",
            Self::Unauthenticated => "Sign in first",
            Self::SecondFactorRequired => "A second factor is needed",
            Self::Forbidden => "This is not allowed",
            Self::NotFound => "There is nothing here",
            Self::MethodNotAllowed => "This cannot be done here",
            Self::Conflict => "Something is in the way",
            Self::PreconditionFailed => "It has changed meanwhile",
            Self::TooLarge => "The body is too large",
            Self::UnsupportedMediaType => "This type of body is not read here",
            Self::IdempotencyMismatch => "The idempotency key belongs to another request",
            Self::RateLimited => "Too many requests",
            Self::LockedOut => "Too many failed attempts",
            Self::QuotaExceeded => "The quota is used up",
            Self::Timeout => "The request came too slowly",
            Self::Unavailable => "A part of the hub does not answer",
            Self::StorageFull => "There is no room left",
            Self::Internal => "The hub made a mistake",
        }
    }
}
