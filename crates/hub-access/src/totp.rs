//! Second factors: codes of an authenticator app (RFC 6238) that are taken once, and recovery codes for when the app is lost.
//!
//! SHA-1, six digits, thirty seconds: what every app understands. One step earlier or later is taken as well, for clocks differ.

mod recovery;

pub use recovery::{fresh_recovery_codes, recovery_hash};

use hub_model::{Timestamp, entropy::Entropy};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use totp_rs::{Builder, Secret};
use zeroize::Zeroizing;

/// Seconds for which a code is shown.
const STEP: i64 = 30;
/// Steps by which the clock of a device may differ (RFC 6238 section 5.2).
const SKEW: i64 = 1;
/// Bytes of a secret (RFC 4226 section 4).
const SECRET: usize = 20;

/// A new secret, to be shared with an authenticator app. It is kept sealed.
#[must_use]
pub fn fresh_secret(entropy: &dyn Entropy) -> Zeroizing<Vec<u8>> {
    let mut secret = Zeroizing::new(vec![0; SECRET]);
    entropy.fill(&mut secret);
    secret
}

/// A secret as people type it into an app: base 32.
#[must_use]
pub fn typed(secret: &[u8]) -> String {
    Secret::from(secret).to_base32()
}

/// A secret as apps read it from a QR code: `otpauth://totp/…`. `issuer` and `account` are shown in the app.
#[must_use]
pub fn uri(secret: &[u8], issuer: &str, account: &str) -> String {
    let secret = typed(secret);
    // A colon parts the two, also one that is encoded.
    let (issuer, account) = (issuer.replace(':', " "), account.replace(':', " "));
    let issuer = utf8_percent_encode(&issuer, NON_ALPHANUMERIC);
    let account = utf8_percent_encode(&account, NON_ALPHANUMERIC);
    format!("otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits=6&period={STEP}")
}

/// Whether a code is the one of this moment, and of which step: it has to be remembered, and handed in as `last_step`, because a
/// code is taken once (RFC 6238 section 5.2). `None` for a wrong code, for one of that step or an earlier one, and for a secret of
/// less than 16 bytes. Spaces in the code are of no account.
#[must_use]
pub fn verify(secret: &[u8], code: &str, now: Timestamp, last_step: Option<i64>) -> Option<i64> {
    let code: Zeroizing<String> = Zeroizing::new(code.chars().filter(|letter| !letter.is_whitespace()).collect());
    let app = Builder::new().with_secret(secret).with_skew(0).build().ok()?;
    let present = now.0.div_euclid(1_000).div_euclid(STEP);
    let is_right = |step: &i64| {
        let moment = step.checked_mul(STEP).and_then(|seconds| u64::try_from(seconds).ok());
        // The library compares in constant time.
        moment.is_some_and(|moment| app.check(&code, moment).is_some())
    };
    let fresh = |step: &i64| last_step.is_none_or(|last| *step > last);
    (present - SKEW..=present + SKEW).filter(fresh).find(is_right)
}

#[cfg(test)]
mod tests;
