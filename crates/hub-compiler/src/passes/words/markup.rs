//! HTML in a description to plain text: tags go, lists and links stay readable, code stays code. Markdown passes through.

use super::flags::Hidden;

/// A longer tag is no tag.
const LONGEST_TAG: usize = 1_000;

/// Elements whose content is not shown.
const UNSHOWN: [&str; 8] = ["script", "style", "head", "template", "iframe", "object", "noscript", "svg"];

/// Elements that start a new line.
const BLOCKS: [&str; 26] = [
    "p",
    "div",
    "section",
    "article",
    "header",
    "footer",
    "table",
    "thead",
    "tbody",
    "tr",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "pre",
    "hr",
    "details",
    "summary",
];

/// Other elements that are known to be markup; anything else in angle brackets (`<token>`) is text.
const INLINE: [&str; 34] = [
    "a", "abbr", "b", "big", "body", "br", "caption", "center", "cite", "code", "col", "del", "em", "fieldset", "font",
    "form", "html", "i", "img", "ins", "kbd", "label", "li", "main", "mark", "nobr", "small", "span", "strong", "sub",
    "sup", "td", "th", "u",
];

/// The text without its markup.
pub(super) fn strip(text: &str, hidden: &mut Hidden) -> String {
    let mut stripper = Stripper { out: String::with_capacity(text.len()), links: Vec::new(), fenced: false };
    let mut rest = text;
    while let Some(position) = rest.find(['<', '&', '`']) {
        stripper.out.push_str(rest.get(..position).unwrap_or_default());
        rest = stripper.special(rest.get(position..).unwrap_or_default(), hidden);
    }
    stripper.out.push_str(rest);
    stripper.out
}

struct Stripper {
    out: String,
    /// Targets of the links that are open, and where their text begins.
    links: Vec<(String, usize)>,
    fenced: bool,
}

impl Stripper {
    /// Takes what starts with `<`, `&` or a backtick; returns what is left.
    fn special<'t>(&mut self, rest: &'t str, hidden: &mut Hidden) -> &'t str {
        match rest.as_bytes().first() {
            Some(b'`') => self.code(rest),
            Some(b'&') => self.entity(rest),
            _ if self.fenced => self.literal(rest),
            _ => self.tag(rest, hidden),
        }
    }

    fn literal<'t>(&mut self, rest: &'t str) -> &'t str {
        let mut characters = rest.chars();
        self.out.extend(characters.next());
        characters.as_str()
    }

    /// Markdown code keeps its angle brackets.
    fn code<'t>(&mut self, rest: &'t str) -> &'t str {
        let after = rest.trim_start_matches('`');
        let ticks = rest.len() - after.len();
        self.out.push_str(rest.get(..ticks).unwrap_or_default());
        if ticks >= 3 {
            self.fenced = !self.fenced;
            return after;
        }
        let line = after.split('\n').next().unwrap_or_default();
        let Some(end) = line.find('`') else { return after };
        self.out.push_str(after.get(..end).unwrap_or_default());
        after.get(end..).map_or("", |closing| {
            let beyond = closing.trim_start_matches('`');
            self.out.push_str(closing.get(..closing.len() - beyond.len()).unwrap_or_default());
            beyond
        })
    }

    fn entity<'t>(&mut self, rest: &'t str) -> &'t str {
        let name: String =
            rest.chars().skip(1).take(10).take_while(|c| c.is_ascii_alphanumeric() || *c == '#').collect();
        let after = rest.get(1 + name.len()..).unwrap_or_default();
        match decode(&name).zip(after.strip_prefix(';')) {
            Some((text, beyond)) => {
                self.out.push_str(&text);
                beyond
            }
            None => self.literal(rest),
        }
    }

    fn tag<'t>(&mut self, rest: &'t str, hidden: &mut Hidden) -> &'t str {
        if let Some(comment) = rest.strip_prefix("<!--") {
            let (inside, beyond) = comment.split_once("-->").unwrap_or((comment, ""));
            hide(inside, hidden);
            return beyond;
        }
        let Some(length) = tag_length(rest) else { return self.literal(rest) };
        let inside = rest.get(1..length - 1).unwrap_or_default();
        let beyond = rest.get(length..).unwrap_or_default();
        if inside.starts_with(['!', '?']) {
            return beyond;
        }
        let closing = inside.starts_with('/');
        let name: String = inside.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        let name = name.to_ascii_lowercase();
        if UNSHOWN.contains(&name.as_str()) {
            return if closing { beyond } else { skip_element(&name, beyond, hidden) };
        }
        if BLOCKS.contains(&name.as_str()) {
            self.out.push_str(if name.starts_with('h') && !closing && name.len() == 2 { "\n\n" } else { "\n" });
            return beyond;
        }
        if !INLINE.contains(&name.as_str()) {
            return self.literal(rest);
        }
        self.inline(&name, closing, inside);
        beyond
    }

    fn inline(&mut self, name: &str, closing: bool, inside: &str) {
        match (name, closing) {
            ("br", _) => self.out.push('\n'),
            ("li", false) => self.out.push_str("\n- "),
            ("td" | "th", true) => self.out.push_str(" | "),
            ("code" | "kbd", _) if !self.fenced => self.out.push('`'),
            ("img", _) => self.out.push_str(attribute(inside, "alt").unwrap_or_default()),
            ("a", false) => {
                let target = attribute(inside, "href").unwrap_or_default();
                if self.links.len() < 8 {
                    self.links.push((target.to_owned(), self.out.len()));
                }
            }
            ("a", true) => {
                if let Some((target, start)) = self.links.pop() {
                    let shown = self.out.get(start..).unwrap_or_default().trim();
                    if target.starts_with("http") && shown != target && target.len() < 200 {
                        self.out.push_str(&format!(" ({target})"));
                    }
                }
            }
            _ => {}
        }
    }
}

/// Bytes from `<` to `>`, both counted, if this looks like a tag.
fn tag_length(rest: &str) -> Option<usize> {
    let mut quote = None;
    let second = rest.as_bytes().get(1)?;
    if !(second.is_ascii_alphabetic() || matches!(second, b'/' | b'!' | b'?')) {
        return None;
    }
    for (position, byte) in rest.bytes().enumerate().skip(1).take(LONGEST_TAG) {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'>') => return Some(position + 1),
            (None, b'<') => return None,
            (None, b'"' | b'\'') => quote = Some(byte),
            _ => {}
        }
    }
    None
}

/// What follows the end of an element whose content is not shown.
fn skip_element<'t>(name: &str, rest: &'t str, hidden: &mut Hidden) -> &'t str {
    let close = format!("</{name}");
    // Byte by byte without copying the text: ASCII letters differ in one bit only.
    let found = rest.as_bytes().windows(close.len()).position(|window| window.eq_ignore_ascii_case(close.as_bytes()));
    let Some(position) = found else {
        hide(rest, hidden);
        return "";
    };
    hide(rest.get(..position).unwrap_or_default(), hidden);
    let after = rest.get(position..).unwrap_or_default();
    after.split_once('>').map_or("", |(_, beyond)| beyond)
}

fn hide(text: &str, hidden: &mut Hidden) {
    if hidden.markup.len() < 20 && !text.trim().is_empty() {
        hidden.markup.push(text.chars().take(2_000).collect());
    }
}

/// The value of an attribute in a tag.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let at = tag.to_ascii_lowercase().find(&format!("{name}="))?;
    let value = tag.get(at + name.len() + 1..)?;
    match value.chars().next()? {
        quote @ ('"' | '\'') => value.get(1..)?.split(quote).next(),
        _ => value.split_whitespace().next(),
    }
}

/// The text of an entity.
fn decode(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).map(String::from);
    }
    let text = match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        "nbsp" | "ensp" | "emsp" | "thinsp" => " ",
        "ndash" => "–",
        "mdash" => "—",
        "hellip" => "…",
        "lsquo" | "rsquo" => "'",
        "ldquo" | "rdquo" => "\"",
        "bull" | "middot" => "·",
        "copy" => "©",
        "reg" => "®",
        "trade" => "™",
        "deg" => "°",
        "times" => "×",
        "euro" => "€",
        "pound" => "£",
        "sect" => "§",
        "larr" => "←",
        "rarr" => "→",
        "le" => "≤",
        "ge" => "≥",
        "ne" => "≠",
        _ => return None,
    };
    Some(text.to_owned())
}
