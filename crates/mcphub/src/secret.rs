//! Values that are used and never shown: `NAME=VALUE` where the value may stay in the environment or in a file.

use std::{fmt, io::Read};

use crate::failure::Failure;

/// The most that a file with a secret may hold; a larger file is a mistake in the command line.
const LARGEST: u64 = 64 << 10;

/// A named secret as given on the command line. Not shown by `Debug`.
#[derive(Clone)]
pub(crate) struct Named {
    /// The scheme or header that it is for.
    pub(crate) name: String,
    given: String,
}

impl Named {
    /// Reads `SCHEME=VALUE`. The text is not repeated in the error: it may be the secret itself.
    pub(crate) fn parse_auth(text: &str) -> Result<Self, String> {
        Self::split(text, '=').ok_or_else(|| "expected SCHEME=VALUE, SCHEME=env:NAME or SCHEME=file:PATH".to_owned())
    }

    /// Reads `Name: value`.
    pub(crate) fn parse_header(text: &str) -> Result<Self, String> {
        Self::split(text, ':').ok_or_else(|| "expected 'Name: value', 'Name: env:NAME' or 'Name: file:PATH'".to_owned())
    }

    /// The secret of a scheme that an environment variable has.
    pub(crate) fn in_environment(scheme: &str, variable: &str) -> Self {
        Self { name: scheme.to_owned(), given: format!("env:{variable}") }
    }

    /// The secret of a scheme that a file has.
    pub(crate) fn in_file(scheme: &str, path: &std::path::Path) -> Self {
        Self { name: scheme.to_owned(), given: format!("file:{}", path.display()) }
    }

    fn split(text: &str, at: char) -> Option<Self> {
        let (name, given) = text.split_once(at)?;
        let name = name.trim();
        (!name.is_empty()).then(|| Self { name: name.to_owned(), given: given.trim().to_owned() })
    }

    /// The value itself.
    pub(crate) fn value(&self) -> Result<String, Failure> {
        if let Some(variable) = self.given.strip_prefix("env:") {
            return from_environment(&self.name, variable);
        }
        match self.given.strip_prefix("file:") {
            Some(path) => from_file(&self.name, path),
            None => Ok(self.given.clone()),
        }
    }
}

/// `NAME=VALUE` or `Name: value` as it may be written down: a value that is given literally becomes a variable's name.
pub(crate) fn without_literal(given: &str) -> String {
    let Some(at) = given.find(['=', ':']) else { return given.to_owned() };
    let (name, rest) = given.split_at(at);
    let value = rest.trim_start_matches(['=', ':']).trim();
    if value.starts_with("env:") || value.starts_with("file:") {
        return given.to_owned();
    }
    let variable: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect();
    let separator = if rest.starts_with('=') { "=" } else { ": " };
    format!("{name}{separator}env:{variable}")
}

#[expect(
    clippy::disallowed_methods,
    reason = "the user names this variable on the command line, which is read once, here"
)]
fn from_environment(name: &str, variable: &str) -> Result<String, Failure> {
    std::env::var(variable).map_err(|_| {
        Failure::usage(format!(
            "the secret of `{name}` is to come from the environment variable `{variable}`, which is not set"
        ))
        .help(format!("export {variable}=… before the command, or use file:PATH"))
    })
}

fn from_file(name: &str, path: &str) -> Result<String, Failure> {
    let unreadable =
        |why: &dyn fmt::Display| Failure::usage(format!("the secret of `{name}` cannot be read from {path}: {why}"));
    let file = std::fs::File::open(path).map_err(|error| unreadable(&error))?;
    let mut text = String::new();
    file.take(LARGEST + 1).read_to_string(&mut text).map_err(|error| unreadable(&error))?;
    if text.len() as u64 > LARGEST {
        return Err(unreadable(&format_args!("more than {LARGEST} bytes are too many for a secret")));
    }
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

impl fmt::Debug for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}=…", self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::Named;

    #[test]
    fn values_are_split_once_and_never_shown() {
        let named = Named::parse_auth("basic=user:pa=ss").unwrap();
        assert_eq!((named.name.as_str(), named.value().unwrap().as_str()), ("basic", "user:pa=ss"));
        assert!(!format!("{named:?}").contains("pa=ss"));
        assert!(!Named::parse_auth("hunter2").unwrap_err().contains("hunter2"));
        assert_eq!(super::without_literal("key=hunter2"), "key=env:KEY");
        assert_eq!(super::without_literal("X-Key: hunter2"), "X-Key: env:X_KEY");
        assert_eq!(super::without_literal("key=file:/a"), "key=file:/a");
        assert_eq!(Named::parse_header("X-Key:  a: b").unwrap().value().unwrap(), "a: b");
    }
}
