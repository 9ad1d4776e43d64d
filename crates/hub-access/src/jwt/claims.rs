//! What an access token says.

use std::time::Duration;

use hub_model::{
    Timestamp,
    entropy::Entropy,
    id::{SessionId, UserId},
};
use serde::{Deserialize, Serialize};

use super::AUDIENCE;

/// What an access token says (RFC 7519 section 4.1). It tells who somebody is; what they may do is asked anew each time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// Which hub issued it.
    pub iss: String,
    /// Whom it is for.
    pub aud: String,
    /// Who is signed in.
    pub sub: UserId,
    /// By which sign-in: once that has ended, the token is worth nothing.
    pub sid: SessionId,
    /// When it was issued, in whole seconds.
    #[serde(with = "seconds")]
    pub iat: Timestamp,
    /// When it ends, in whole seconds.
    #[serde(with = "seconds")]
    pub exp: Timestamp,
    /// Its own identifier.
    pub jti: String,
    /// Administers the whole hub.
    pub adm: bool,
}

impl Claims {
    /// Claims for the hub's own API that hold from `now` on for `lifetime`, in whole seconds.
    #[must_use]
    pub fn fresh(
        issuer: &str,
        user: UserId,
        session: SessionId,
        is_admin: bool,
        now: Timestamp,
        lifetime: Duration,
        entropy: &dyn Entropy,
    ) -> Self {
        let mut chance = [0; 16];
        entropy.fill(&mut chance);
        let iat = Timestamp(now.0.div_euclid(1_000).saturating_mul(1_000));
        Self {
            iss: issuer.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: user,
            sid: session,
            iat,
            exp: iat.after(Duration::from_secs(lifetime.as_secs())),
            jti: chance.iter().map(|byte| format!("{byte:02x}")).collect(),
            adm: is_admin,
        }
    }
}

/// Moments as a `NumericDate` (RFC 7519 section 2), without fractions.
mod seconds {
    use hub_model::Timestamp;
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands it like this")]
    pub(super) fn serialize<S: Serializer>(moment: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        moment.0.div_euclid(1_000).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
        let seconds = i64::deserialize(deserializer)?;
        seconds.checked_mul(1_000).map(Timestamp).ok_or_else(|| D::Error::custom("the time is too far away"))
    }
}
