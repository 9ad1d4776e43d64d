//! Code that its language's formatter leaves as it is: on one line where it fits, one piece a line where it does not.

/// Columns that every project's formatter is told to keep to.
pub(super) const WIDTH: usize = 120;

/// A piece of code that can be broken between its parts.
#[derive(Debug, Clone)]
pub(super) enum Code {
    /// It cannot.
    Atom(String),
    /// `open`, parts with commas between them, `close`.
    Group { open: String, parts: Vec<Code>, close: String },
    /// `before` and a piece: `"name": …`, `required=…`.
    Named(String, Box<Code>),
}

/// How a language breaks lines.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    /// Columns of one level.
    pub(super) step: usize,
    /// What indents: a tab counts as `step` columns.
    pub(super) tabs: bool,
    /// The last part has a comma too, where parts have lines of their own.
    pub(super) trailing: bool,
    /// Prettier's ways: a list of several lists has a line for each of them, and a value that is too long one of its own.
    pub(super) prettier: bool,
}

impl Code {
    pub(super) fn atom(text: impl Into<String>) -> Self {
        Self::Atom(text.into())
    }

    pub(super) fn call(function: &str, parts: Vec<Self>) -> Self {
        Self::Group { open: format!("{function}("), parts, close: ")".into() }
    }

    pub(super) fn group(open: &str, parts: Vec<Self>, close: &str) -> Self {
        Self::Group { open: open.into(), parts, close: close.into() }
    }

    pub(super) fn named(before: impl Into<String>, code: Self) -> Self {
        Self::Named(before.into(), Box::new(code))
    }

    /// On one line.
    pub(super) fn flat(&self) -> String {
        match self {
            Self::Atom(text) => text.clone(),
            Self::Named(before, code) => format!("{before}{}", code.flat()),
            Self::Group { open, parts, close } if parts.is_empty() => {
                format!("{}{}", open.trim_end(), close.trim_start())
            }
            Self::Group { open, parts, close } => {
                let parts: Vec<String> = parts.iter().map(Self::flat).collect();
                format!("{open}{}{close}", parts.join(", "))
            }
        }
    }

    fn must_break(&self) -> bool {
        let Self::Group { open, parts, .. } = self else {
            return matches!(self, Self::Named(_, code) if code.must_break());
        };
        let has_several =
            |part: &Self| matches!(part, Self::Group { open, parts, .. } if open == "[" && parts.len() > 1);
        open == "[" && parts.len() > 1 && parts.iter().all(has_several) || parts.iter().any(Self::must_break)
    }

    /// A statement at a level: `before` and `after` stand around it on its first and last line.
    pub(super) fn statement(&self, level: usize, before: &str, after: &str, style: Style) -> String {
        let mut out = style.indent(level) + before;
        self.write(&mut out, level, after, style);
        out + after
    }

    fn write(&self, out: &mut String, level: usize, after: &str, style: Style) {
        let line = out.rsplit('\n').next().unwrap_or_default();
        let tabs = line.chars().filter(|letter| *letter == '\t').count();
        let used = line.chars().count() + tabs * style.step.saturating_sub(1);
        let flat = self.flat();
        if used + flat.chars().count() + after.chars().count() <= WIDTH && !(style.prettier && self.must_break()) {
            out.push_str(&flat);
            return;
        }
        match self {
            Self::Atom(text) => out.push_str(text),
            Self::Named(before, code)
                if style.prettier && matches!(**code, Self::Atom(_)) && !is_short_key(before, style) =>
            {
                out.push_str(&format!("{}\n{}{}", before.trim_end(), style.indent(level + 1), code.flat()));
            }
            Self::Named(before, code) => {
                out.push_str(before);
                code.write(out, level, after, style);
            }
            Self::Group { open, parts, close } if parts.is_empty() => {
                out.push_str(open.trim_end());
                out.push_str(close.trim_start());
            }
            Self::Group { open, parts, close } => {
                out.push_str(open.trim_end());
                out.push('\n');
                for (at, part) in parts.iter().enumerate() {
                    let comma = if style.trailing || at + 1 < parts.len() { "," } else { "" };
                    out.push_str(&style.indent(level + 1));
                    part.write(out, level + 1, comma, style);
                    out.push_str(comma);
                    out.push('\n');
                }
                out.push_str(&style.indent(level));
                out.push_str(close.trim_start());
            }
        }
    }
}

/// After a key that is hardly longer than the indentation a line break would save nothing.
fn is_short_key(before: &str, style: Style) -> bool {
    before.strip_suffix(": ").is_some_and(|key| key.chars().count() < style.step + 3)
}

impl Style {
    fn indent(self, level: usize) -> String {
        if self.tabs { "\t".repeat(level) } else { " ".repeat(level * self.step) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_stays_on_its_line() {
        let style = Style { step: 4, tabs: false, trailing: true, prettier: false };
        let short = Code::call("f", vec![Code::atom("1"), Code::named("b=", Code::atom("2"))]);
        assert_eq!(short.statement(1, "x = ", ";", style), "    x = f(1, b=2);");
        let long = "y".repeat(WIDTH);
        let broken = Code::call("f", vec![Code::atom(&long), Code::call("g", vec![Code::atom("1")])]);
        assert_eq!(broken.statement(0, "", "", style), format!("f(\n    {long},\n    g(1),\n)"));
    }
}
