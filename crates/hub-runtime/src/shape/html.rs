//! A page as text: for error pages and other HTML where JSON was expected.

/// Elements whose content is not for reading.
const HIDDEN: [&str; 6] = ["script", "style", "head", "svg", "template", "noscript"];
/// Elements that begin a line.
const BLOCKS: [&str; 20] = [
    "p", "div", "br", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr", "table", "ul", "ol", "section", "article",
    "header", "footer", "pre", "hr",
];

/// The words of a page, with its title first.
pub(super) fn readable(page: &str) -> String {
    let mut out = String::with_capacity(page.len() / 4);
    let lower = page.to_ascii_lowercase();
    if let Some(title) = element(page, &lower, "title") {
        out.push_str(&entities(title.trim()));
        out.push('\n');
    }
    let mut at = 0;
    while let Some(rest) = page.get(at..).filter(|rest| !rest.is_empty()) {
        let Some(open) = rest.find('<') else {
            push(&mut out, rest);
            break;
        };
        push(&mut out, rest.get(..open).unwrap_or_default());
        let tag_at = at + open;
        if rest.get(open..).is_some_and(|tag| tag.starts_with("<!--")) {
            at = page.get(tag_at..).and_then(|tag| tag.find("-->")).map_or(page.len(), |end| tag_at + end + 3);
            continue;
        }
        let tag = lower.get(tag_at + 1..).unwrap_or_default();
        let name: &str = tag.split(|c: char| !c.is_ascii_alphanumeric() && c != '/').next().unwrap_or_default();
        let close = tag.find('>').map_or(page.len(), |end| tag_at + 1 + end + 1);
        at = close;
        if HIDDEN.contains(&name) {
            let end = format!("</{name}");
            at = lower.get(close..).and_then(|rest| rest.find(&end)).map_or(page.len(), |end| close + end);
        }
        if BLOCKS.contains(&name.trim_matches('/')) && !out.ends_with('\n') {
            out.push('\n');
        }
    }
    let lines: Vec<&str> = out.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

fn element<'p>(page: &'p str, lower: &str, name: &str) -> Option<&'p str> {
    let open = lower.find(&format!("<{name}"))?;
    let start = open + lower.get(open..)?.find('>')? + 1;
    let end = start + lower.get(start..)?.find(&format!("</{name}"))?;
    page.get(start..end)
}

/// Adds text with its white space collapsed.
fn push(out: &mut String, text: &str) {
    for (at, word) in entities(text).split_whitespace().enumerate() {
        if (at > 0 || text.starts_with(char::is_whitespace)) && !out.is_empty() && !out.ends_with([' ', '\n']) {
            out.push(' ');
        }
        out.push_str(word);
    }
    if text.ends_with(char::is_whitespace) && !out.is_empty() && !out.ends_with([' ', '\n']) {
        out.push(' ');
    }
}

fn entities(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let pairs = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ];
    pairs.iter().fold(text.to_owned(), |text, (entity, character)| text.replace(entity, character))
}
