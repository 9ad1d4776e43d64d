//! Identifiers: typed, prefixed, ordered by the time they were made.

use std::{
    fmt,
    str::FromStr,
    sync::atomic::{AtomicU64, Ordering},
};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{clock::Clock, entropy::Entropy};

/// Crockford's alphabet in lower case: no letter that is taken for a digit.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// 128 bits in groups of five.
const LENGTH: usize = 26;

/// Text that is no identifier of the wanted kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidId {
    prefix: &'static str,
}

impl fmt::Display for InvalidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected an identifier like `{}_01jd2x…`", self.prefix)
    }
}

impl std::error::Error for InvalidId {}

/// Makes 128 bits as UUID version 7 does (RFC 9562 section 5.7): 48 bits of milliseconds, then chance.
pub fn fresh(clock: &dyn Clock, entropy: &dyn Entropy) -> u128 {
    let mut bytes = [0; 16];
    entropy.fill(&mut bytes);
    let random = u128::from_be_bytes(bytes);
    let millis = clock.since_epoch().as_millis() & 0xffff_ffff_ffff;
    let chance = random & 0x0fff_3fff_ffff_ffff_ffff;
    (millis << 80) | chance | (0x7 << 76) | (0b10 << 62)
}

/// Makes many identifiers one after the other: chance only once, and then a counter in its place (RFC 9562 section 6.2, method 2). For what
/// nobody gains by guessing.
#[derive(Debug)]
pub struct Series {
    first: u128,
    counter: AtomicU64,
}

impl Series {
    /// A series that no other process has.
    pub fn new(clock: &dyn Clock, entropy: &dyn Entropy) -> Self {
        let first = fresh(clock, entropy) & ((1 << 80) - 1);
        // The counter takes the last 62 bits, in which it will not come to an end.
        Self { first: first >> 62 << 62, counter: AtomicU64::new(u64::try_from(first & ((1 << 61) - 1)).unwrap_or(0)) }
    }

    /// The next one, of this moment.
    pub fn next(&self, clock: &dyn Clock) -> u128 {
        let millis = clock.since_epoch().as_millis() & 0xffff_ffff_ffff;
        let number = self.counter.fetch_add(1, Ordering::Relaxed) & ((1 << 62) - 1);
        (millis << 80) | self.first | u128::from(number)
    }
}

fn write(prefix: &str, value: u128, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(prefix)?;
    f.write_str("_")?;
    for position in (0..LENGTH).rev() {
        let five = (value >> (position * 5)) & 31;
        let letter = usize::try_from(five).ok().and_then(|index| ALPHABET.get(index)).unwrap_or(&b'0');
        fmt::Write::write_char(f, char::from(*letter))?;
    }
    Ok(())
}

fn read(prefix: &'static str, text: &str) -> Result<u128, InvalidId> {
    let invalid = InvalidId { prefix };
    let digits = text.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('_')).ok_or(invalid.clone())?;
    if digits.len() != LENGTH {
        return Err(invalid);
    }
    let mut value: u128 = 0;
    for letter in digits.bytes() {
        let five = ALPHABET.iter().position(|known| *known == letter).ok_or(invalid.clone())?;
        if value >> 123 != 0 {
            return Err(invalid);
        }
        value = (value << 5) | five as u128;
    }
    Ok(value)
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u128);

        impl $name {
            /// What the identifier begins with.
            pub const PREFIX: &'static str = $prefix;

            /// A new one.
            #[must_use]
            pub fn fresh(clock: &dyn Clock, entropy: &dyn Entropy) -> Self {
                Self(fresh(clock, entropy))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write(Self::PREFIX, self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                read(Self::PREFIX, text).map(Self)
            }
        }

        crate::schema::text!($name, pattern: concat!("^", $prefix, "_[0-7][0-9a-hjkmnp-tv-z]{25}$"));

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

ids! {
    /// Somebody with an account.
    UserId = "usr";
    /// A tenant.
    OrganisationId = "org";
    /// An invitation into an organisation, or to the hub.
    InvitationId = "inv";
    /// A role that an organisation made for itself.
    RoleId = "rol";
    /// A program with rights of its own.
    ServiceAccountId = "svc";
    /// An API key.
    KeyId = "key";
    /// A sign-in that is kept alive by refresh tokens.
    SessionId = "ses";
    /// A registered API.
    ApiId = "api";
    /// One immutable state of an API's document.
    RevisionId = "rev";
    /// A sealed secret for an upstream.
    CredentialId = "crd";
    /// A piece of work.
    JobId = "job";
    /// A receiver of events.
    WebhookId = "whk";
    /// A key that seals an organisation's secrets.
    DataKeyId = "dek";
    /// Something that was uploaded and not yet used.
    UploadId = "upl";
    /// A server that is made of APIs.
    ServerId = "srv";
    /// One immutable state of a server.
    VersionId = "ver";
    /// A process that serves a version.
    ReplicaId = "rep";
    /// A call of a tool.
    CallId = "cal";
    /// A registry of images.
    RegistryId = "reg";
    /// An image of a server.
    ImageId = "img";
}

#[cfg(test)]
mod tests {
    use super::{ApiId, Series, UserId};
    use crate::{clock::SystemClock, entropy::Entropy};

    #[test]
    fn reads_what_it_writes_and_nothing_else() {
        let id = ApiId(0x0192_f0a1_b2c3_7d4e_8f90_0123_4567_89ab);
        let text = id.to_string();
        assert_eq!(text.len(), "api_".len() + 26);
        assert_eq!(text.parse(), Ok(id));
        assert_eq!(ApiId(u128::MAX).to_string().parse(), Ok(ApiId(u128::MAX)));
        for wrong in [
            "",
            "api_",
            "api_0",
            &text.replace("api", "usr"),
            &text.to_uppercase(),
            &format!("{text}0"),
            "api_zzzzzzzzzzzzzzzzzzzzzzzzzz",
        ] {
            assert!(wrong.parse::<ApiId>().is_err(), "{wrong}");
        }
        assert!(text.parse::<UserId>().is_err());
    }

    #[test]
    fn text_sorts_as_time_does() {
        assert!(ApiId(1 << 80).to_string() < ApiId(2 << 80).to_string());
    }

    #[test]
    fn a_series_is_ordered_and_looks_like_any_other_identifier() {
        struct Ones;
        impl Entropy for Ones {
            fn fill(&self, bytes: &mut [u8]) {
                bytes.fill(0xff);
            }
        }
        let series = Series::new(&SystemClock, &Ones);
        let some: Vec<u128> = (0..1_000).map(|_| series.next(&SystemClock)).collect();
        assert!(some.is_sorted_by(|one, next| one < next));
        assert!(some.iter().all(|id| id >> 76 & 0xf == 7 && id >> 62 & 0b11 == 0b10), "version and variant");
    }
}
