//! Names from documents as identifiers: letters, digits and underscores of ASCII, no keyword, each one once.

use std::collections::HashSet;

/// Characters of one identifier; longer names are cut.
const LONGEST: usize = 60;

/// How a language writes the words of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// `list_pets`
    Snake,
    /// `LIST_PETS`
    Constant,
    /// `listPets`
    Camel,
    /// `ListPets`
    Pascal,
    /// `listPetsByID`: a Go name of one package.
    Unexported,
    /// `ListPetsByID`: a Go name for all packages.
    Exported,
}

/// Words that Go's own names have in capitals.
const INITIALISMS: [&str; 24] = [
    "acl", "api", "cpu", "dns", "html", "http", "https", "id", "ip", "json", "qps", "ram", "sql", "ssh", "tcp", "tls",
    "ttl", "udp", "ui", "uri", "url", "uuid", "vm", "xml",
];

/// Identifiers of one scope.
pub(super) struct Names {
    case: Case,
    taken: HashSet<String>,
}

impl Names {
    /// A scope in which `reserved` cannot be used: keywords, and what the templates use themselves.
    pub(super) fn new(case: Case, reserved: &[&str]) -> Self {
        Self { case, taken: reserved.iter().map(|word| (*word).to_owned()).collect() }
    }

    /// An identifier that nothing else in the scope has. `fallback` is for names without a single letter or digit.
    pub(super) fn take(&mut self, name: &str, fallback: &str) -> String {
        let plain = identifier(name, self.case, fallback);
        let mut unique = plain.clone();
        let mut number = 1;
        while !self.taken.insert(unique.clone()) {
            number += 1;
            // A keyword gets an underscore, as its language's own guides have it; what is there twice gets a number.
            unique = if number == 2 { format!("{plain}_") } else { format!("{plain}_{}", number - 1) };
        }
        unique
    }
}

/// The identifier that a name becomes, taken or not.
pub(super) fn identifier(name: &str, case: Case, fallback: &str) -> String {
    let mut words = words(name);
    if words.is_empty() {
        words = self::words(fallback);
    }
    if words.first().is_none_or(|word| word.starts_with(|letter: char| letter.is_ascii_digit())) {
        words.insert(0, fallback.to_ascii_lowercase());
    }
    let joined = match case {
        Case::Snake => words.join("_"),
        Case::Constant => words.join("_").to_ascii_uppercase(),
        Case::Camel | Case::Pascal => {
            let small = usize::from(case == Case::Camel);
            words.iter().take(small).cloned().chain(words.iter().skip(small).map(|word| capital(word))).collect()
        }
        Case::Unexported | Case::Exported => {
            let small = usize::from(case == Case::Unexported);
            words.iter().take(small).cloned().chain(words.iter().skip(small).map(|word| initialism(word))).collect()
        }
    };
    joined.chars().take(LONGEST).collect::<String>().trim_end_matches('_').to_owned()
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

fn initialism(word: &str) -> String {
    if INITIALISMS.contains(&word) { word.to_ascii_uppercase() } else { capital(word) }
}

/// The words of a name in lower case: `petIDs[]` is `pet`, `ids`.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let letters: Vec<char> = name.chars().take(400).collect();
    for (at, letter) in letters.iter().enumerate() {
        if !letter.is_ascii_alphanumeric() {
            words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
            continue;
        }
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let after = letters.get(at + 1);
        let begins = letter.is_ascii_uppercase()
            && before.is_some_and(|before| {
                before.is_ascii_lowercase()
                    || before.is_ascii_digit()
                    || before.is_ascii_uppercase() && after.is_some_and(char::is_ascii_lowercase)
            });
        if begins && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        word.push(letter.to_ascii_lowercase());
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

/// A name for packages and folders: `^[a-z][a-z0-9-]*$`.
pub(super) fn slug(name: &str) -> String {
    identifier(name, Case::Snake, "api").replace('_', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_identifiers() {
        for (name, expected) in [
            ("petId", "pet_id"),
            ("X-Request-ID", "x_request_id"),
            ("HTTPServer", "http_server"),
            ("$filter", "filter"),
            ("2fa", "value_2fa"),
            ("", "value"),
            ("日本", "value"),
            ("a\"); drop", "a_drop"),
            ("{{ 7*7 }}", "value_7_7"),
            ("__proto__", "proto"),
        ] {
            assert_eq!(identifier(name, Case::Snake, "value"), expected, "{name}");
        }
    }

    #[test]
    fn go_has_names_of_its_own() {
        assert_eq!(identifier("get_pet_by_id", Case::Unexported, "x"), "getPetByID");
        assert_eq!(identifier("urlPath", Case::Exported, "x"), "URLPath");
        assert_eq!(identifier("id", Case::Unexported, "x"), "id");
    }

    #[test]
    fn keywords_and_doubles_are_told_apart() {
        let mut names = Names::new(Case::Snake, &["class"]);
        let taken: Vec<_> = ["class", "class", "a b", "a-b", "aB"].iter().map(|name| names.take(name, "x")).collect();
        assert_eq!(taken, ["class_", "class_2", "a_b", "a_b_", "a_b_2"]);
    }
}
