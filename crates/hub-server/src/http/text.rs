//! Texts of requests that are checked as they are read: names, slugs, addresses.

use serde::{Deserialize, Deserializer};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Type, schema::Schema},
};

/// Bytes of an address.
const LONGEST_ADDRESS: usize = 2048;

/// Declares a text with its rule, which the OpenAPI document tells too.
macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident($shortest:literal..=$longest:literal $(, $pattern:literal)?) |$text:ident| $tidied:expr, $check:expr, $message:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub(crate) struct $name(pub(crate) String);

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let $text = String::deserialize(deserializer)?;
                let $text: String = $tidied;
                let length = $text.chars().count();
                if !($shortest..=$longest).contains(&length) || $text.contains('\0') || !$check {
                    return Err(serde::de::Error::custom($message));
                }
                Ok(Self($text))
            }
        }

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                let text = ObjectBuilder::new().schema_type(Type::String).min_length(Some($shortest)).max_length(Some($longest));
                $(let text = text.pattern(Some($pattern));)?
                text.into()
            }
        }

        impl ToSchema for $name {}
    )*};
}

texts! {
    /// A name for people.
    Name(1..=100, r"^\S(.*\S)?$") |text| text.trim().to_owned(), !text.chars().any(char::is_control),
        "a name has 1 to 100 characters and no line breaks";
    /// A few sentences.
    Description(0..=2000) |text| text.trim().to_owned(), true, "a description has at most 2000 characters";
    /// A name in URLs.
    Slug(2..=40, "^[a-z][a-z0-9-]*[a-z0-9]$") |text| text, is_slug(&text),
        "a slug has 2 to 40 lower-case letters, digits and hyphens, begins with a letter and does not end with a hyphen";
    /// An e-mail address.
    Email(3..=254, r"^[^@\s]+@[^@\s]+$") |text| text.trim().to_lowercase(), is_email(&text),
        "this is no e-mail address";
    /// A word to find something by.
    Tag(1..=40, "^[^\\s,](.*[^\\s,])?$") |text| text.trim().to_owned(), !text.chars().any(|c| c.is_control() || c == ','),
        "a tag has 1 to 40 characters, and no comma";
    /// A part of something, to find it by.
    Search(0..=100) |text| text, true, "at most 100 characters are searched for";
    /// A kind of events, jobs or actions, or the beginning of several.
    Kind(0..=60) |text| text, true, "kinds have at most 60 characters";
    /// What is asked about: an identifier.
    Subject(0..=40) |text| text, true, "identifiers have at most 40 characters";
    /// The name of a tool.
    ToolName(0..=128) |text| text, true, "names of tools have at most 128 characters";
    /// What makes things as files say them: `apply`, `operator:prod`.
    Manager(0..=60, r"^[A-Za-z0-9._:/-]*$") |text| text, text.chars().all(|c| c.is_ascii_alphanumeric() || "._:/-".contains(c)),
        "a manager has at most 60 letters, digits, dots, hyphens, underscores, colons and slashes";
    /// The name of a file in an upload.
    FileName(0..=512) |text| text, true, "names of files have at most 512 characters";
}

fn is_slug(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.ends_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    !local.is_empty()
        && !domain.is_empty()
        && !local.contains('@')
        && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}

/// An address of one of some schemes that is kept as it was written: nothing in it is skipped when it is read as a URL.
pub(crate) fn is_address(text: &str, schemes: &[&str]) -> bool {
    let is_plain = text.len() <= LONGEST_ADDRESS && !text.chars().any(|c| c.is_control() || c.is_whitespace());
    is_plain && url::Url::parse(text).is_ok_and(|url| schemes.contains(&url.scheme()) && url.has_host())
}

/// A slug made of a title.
pub(crate) fn slug_of(title: &str) -> String {
    let mut slug = String::new();
    for letter in title.to_lowercase().chars() {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    let slug: String = slug.trim_start_matches(|c: char| !c.is_ascii_lowercase()).chars().take(32).collect();
    let slug = slug.trim_end_matches('-');
    if slug.len() < 2 { "api".to_owned() } else { slug.to_owned() }
}
