//! Identifiers and titles to lowercase words.

/// The words of an identifier.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Pieces {
    /// `[a-z0-9]+` each.
    pub(super) words: Vec<String>,
    /// Letters were lost: a name made of `words` alone may belong to another operation just as well.
    pub(super) lossy: bool,
}

/// Longer identifiers are cut: no name needs more.
const LONGEST: usize = 1_000;

/// Suffixes that frameworks put after `Using`.
const METHODS: [&str; 7] = ["get", "post", "put", "patch", "delete", "head", "options"];

impl Pieces {
    /// Splits at everything that is no letter or digit, and at the humps of camel case.
    pub(super) fn of(text: &str) -> Self {
        let mut pieces = Self { words: Vec::new(), lossy: text.chars().nth(LONGEST).is_some() };
        let characters: Vec<char> = text.chars().take(LONGEST).collect();
        let mut word = String::new();
        for (position, &character) in characters.iter().enumerate() {
            let before = position.checked_sub(1).and_then(|before| characters.get(before)).copied();
            if !character.is_alphanumeric() {
                // Apostrophes and combining marks are inside words.
                if !matches!(character, '\'' | '’' | '\u{300}'..='\u{36f}') {
                    pieces.finish(&mut word);
                }
                continue;
            }
            if starts_hump(before, character, characters.get(position + 1..).unwrap_or_default()) {
                pieces.finish(&mut word);
            }
            match latin(character) {
                Some(letters) => word.push_str(letters),
                None if character.is_ascii_alphanumeric() => word.push(character.to_ascii_lowercase()),
                None => pieces.lossy = true,
            }
        }
        pieces.finish(&mut word);
        pieces
    }

    /// The words of an operation's own name, without what frameworks add to it.
    pub(super) fn of_id(id: &str, verb: &str, path: &str) -> Self {
        let mut pieces = Self::of(without_route(id, verb, path));
        // `getUsersUsingGET_1`: the number tells overloads apart and stays.
        let number = pieces.words.pop_if(|word| word.bytes().all(|b| b.is_ascii_digit()));
        let count = pieces.words.len();
        let generated = count > 2
            && pieces.words.get(count - 2).is_some_and(|word| word == "using")
            && pieces.words.last().is_some_and(|word| METHODS.contains(&word.as_str()));
        if generated {
            pieces.words.truncate(count - 2);
        }
        pieces.words.extend(number);
        if pieces.words.len() > 2 {
            pieces.words.retain(|word| word != "controller");
        }
        pieces
    }

    fn finish(&mut self, word: &mut String) {
        if !word.is_empty() {
            self.words.push(std::mem::take(word));
        }
    }
}

/// Whether a new word starts at `character`, given what is before and after it.
fn starts_hump(before: Option<char>, character: char, after: &[char]) -> bool {
    let Some(before) = before.filter(|before| before.is_alphanumeric()) else { return false };
    if !character.is_uppercase() {
        return false;
    }
    if before.is_lowercase() || before.is_numeric() {
        return true;
    }
    // `HTTPResponse` is two words, `listAPIs` ends with one.
    let next_is_lower = after.first().is_some_and(|next| next.is_lowercase());
    let plural = after.first() == Some(&'s') && after.get(1).is_none_or(|next| !next.is_lowercase());
    before.is_uppercase() && next_is_lower && !plural
}

/// FastAPI names an operation `read_item_items__item_id__get`: its function, its path, its method.
fn without_route<'i>(id: &'i str, verb: &str, path: &str) -> &'i str {
    let mut tail: String = path.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '_' }).collect();
    tail.push('_');
    tail.push_str(&verb.to_ascii_lowercase());
    match id.strip_suffix(tail.as_str()) {
        Some(function) if function.chars().any(|c| c.is_ascii_alphabetic()) => function,
        _ => id,
    }
}

/// `v1`, `v2beta1`, `2`: a word that numbers a version.
pub(super) fn is_version(word: &str) -> bool {
    let digits = word.strip_prefix('v').unwrap_or(word);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase())
        && digits.len() <= 8
}

/// Latin letters beyond ASCII, as one would type them without.
fn latin(character: char) -> Option<&'static str> {
    let lower = character.to_lowercase().next().unwrap_or(character);
    Some(match lower {
        'à' | 'á' | 'â' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' | 'ǎ' => "a",
        'ä' | 'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ø' | 'ō' | 'ŏ' | 'ő' => "o",
        'ö' | 'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
        'þ' => "th",
        'ù' | 'ú' | 'û' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ü' => "ue",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => return None,
    })
}
