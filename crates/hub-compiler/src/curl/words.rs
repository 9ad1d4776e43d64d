//! A shell's words: quotes, escapes, line continuations, variables. Nothing is run.

/// One command.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Command {
    /// Without `curl` itself. Shell variables are `{{NAME}}`.
    pub(super) words: Vec<String>,
    /// The comment lines right above it.
    pub(super) comment: Vec<String>,
    /// Counted from one.
    pub(super) line: usize,
}

impl Command {
    /// A name for reports: the comment, or the command without what may be secret in it.
    pub(super) fn shown(&self) -> String {
        let first = self.comment.first().map(|line| line.chars().take(80).collect::<String>());
        first.unwrap_or_else(|| format!("curl command in line {}", self.line))
    }
}

/// The `curl` commands of a text.
pub(super) fn commands(text: &str) -> Vec<Command> {
    let mut reader = Reader { rest: text, line: 1 };
    let mut found = Vec::new();
    let mut comment: Vec<String> = Vec::new();
    loop {
        match reader.token() {
            Token::End => return found,
            Token::Comment(text) => comment.push(text),
            Token::EmptyLine => comment.clear(),
            Token::LineEnd | Token::CommandEnd => {}
            Token::Word(word) => {
                let line = reader.line;
                let mut words = vec![word];
                while let Token::Word(word) = reader.token() {
                    words.push(word);
                }
                let comment = std::mem::take(&mut comment);
                // A prompt, an assignment or `sudo` may come before the program's name.
                let program = words.iter().take(6).position(|word| is_curl(word));
                if let Some(position) = program {
                    found.push(Command { words: words.split_off(position + 1), comment, line });
                }
            }
        }
    }
}

fn is_curl(word: &str) -> bool {
    let name = word.rsplit(['/', '\\']).next().unwrap_or_default();
    name.eq_ignore_ascii_case("curl") || name.eq_ignore_ascii_case("curl.exe")
}

enum Token {
    Word(String),
    Comment(String),
    /// The end of a line that had words.
    LineEnd,
    EmptyLine,
    /// `;`, `|`, `&&`
    CommandEnd,
    End,
}

struct Reader<'t> {
    rest: &'t str,
    line: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.rest = self.rest.get(c.len_utf8()..).unwrap_or_default();
        self.line += usize::from(c == '\n');
        Some(c)
    }

    fn take(&mut self, start: &str) -> bool {
        let Some(rest) = self.rest.strip_prefix(start) else { return false };
        self.line += start.matches('\n').count();
        self.rest = rest;
        true
    }

    /// Blanks and continued lines.
    fn skip_blanks(&mut self) {
        loop {
            let continued = ["\\\r\n", "\\\n", "^\r\n", "^\n", "`\r\n", "`\n"].iter().any(|mark| self.take(mark));
            if continued {
                continue;
            }
            match self.peek() {
                Some(c) if c != '\n' && c.is_whitespace() => {
                    self.next();
                }
                _ => return,
            }
        }
    }

    fn token(&mut self) -> Token {
        self.skip_blanks();
        match self.peek() {
            None => Token::End,
            Some('\n') => {
                self.next();
                let before = self.rest;
                self.skip_blanks();
                if self.peek() == Some('\n') || before.is_empty() { Token::EmptyLine } else { Token::LineEnd }
            }
            Some('#') => {
                let (comment, rest) = self.rest.split_once('\n').unwrap_or((self.rest, ""));
                self.rest = if rest.is_empty() { "" } else { self.rest.get(comment.len()..).unwrap_or_default() };
                Token::Comment(comment.trim_start_matches('#').trim().to_owned())
            }
            Some(';' | '|' | '&') => {
                while self.peek().is_some_and(|c| ";|&".contains(c)) {
                    self.next();
                }
                Token::CommandEnd
            }
            Some('>') | Some('<') if !self.is_placeholder() => {
                // A redirection and the file it goes to.
                while self.peek().is_some_and(|c| "<>&-".contains(c)) {
                    self.next();
                }
                self.skip_blanks();
                self.word();
                self.token()
            }
            Some(_) => {
                let word = self.word();
                // `2>&1`: the number belongs to the redirection.
                let number = word.bytes().all(|b| b.is_ascii_digit());
                if number && self.peek() == Some('>') { self.token() } else { Token::Word(word) }
            }
        }
    }

    /// `<id>`, as documentation writes what is to be filled in.
    fn is_placeholder(&self) -> bool {
        let inner = self.rest.strip_prefix('<').and_then(|rest| rest.split_once('>')).map(|(inner, _)| inner);
        inner.is_some_and(|inner| {
            !inner.is_empty() && inner.len() < 60 && inner.chars().all(|c| c.is_alphanumeric() || "_-. ".contains(c))
        })
    }

    fn word(&mut self) -> String {
        let mut word = String::new();
        while let Some(c) = self.peek() {
            match c {
                '\'' => {
                    self.next();
                    self.single_quoted(&mut word);
                }
                '"' => {
                    self.next();
                    self.double_quoted(&mut word);
                }
                '$' if self.take("$'") => self.ansi_quoted(&mut word),
                '$' => self.variable(&mut word),
                '`' => {
                    self.next();
                    while self.next().is_some_and(|c| c != '`') {}
                    word.push_str("{{output}}");
                }
                '\\' => {
                    self.next();
                    match self.next() {
                        Some('\n') | None => {}
                        Some(c) => word.push(c),
                    }
                }
                '<' if self.is_placeholder() => {
                    let inner =
                        self.rest.split_once('>').map_or("", |(inner, _)| inner).trim_start_matches('<').to_owned();
                    while self.next().is_some_and(|c| c != '>') {}
                    word.push_str(&format!("{{{{{}}}}}", name(&inner)));
                }
                c if c.is_whitespace() || ";|<>".contains(c) => break,
                '&' if word.is_empty() || !word.contains("://") => break,
                c => {
                    self.next();
                    word.push(c);
                }
            }
        }
        word
    }

    fn single_quoted(&mut self, word: &mut String) {
        while let Some(c) = self.next() {
            if c == '\'' {
                return;
            }
            word.push(c);
        }
    }

    fn double_quoted(&mut self, word: &mut String) {
        while let Some(c) = self.peek() {
            match c {
                '"' => {
                    self.next();
                    return;
                }
                '\\' => {
                    self.next();
                    match self.next() {
                        Some('\n') | None => {}
                        Some(c @ ('"' | '\\' | '$' | '`')) => word.push(c),
                        Some(c) => word.extend(['\\', c]),
                    }
                }
                '$' => self.variable(word),
                c => {
                    self.next();
                    word.push(c);
                }
            }
        }
    }

    /// `$'…'`, as browsers copy requests.
    fn ansi_quoted(&mut self, word: &mut String) {
        while let Some(c) = self.next() {
            match c {
                '\'' => return,
                '\\' => match self.next() {
                    Some('n') => word.push('\n'),
                    Some('r') => word.push('\r'),
                    Some('t') => word.push('\t'),
                    Some('u') => {
                        let digits: String = self.rest.chars().take(4).take_while(char::is_ascii_hexdigit).collect();
                        for _ in 0..digits.len() {
                            self.next();
                        }
                        word.extend(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32));
                    }
                    Some('x') => {
                        let digits: String = self.rest.chars().take(2).take_while(char::is_ascii_hexdigit).collect();
                        for _ in 0..digits.len() {
                            self.next();
                        }
                        word.extend(u8::from_str_radix(&digits, 16).ok().map(char::from));
                    }
                    Some(c) => word.push(c),
                    None => return,
                },
                c => word.push(c),
            }
        }
    }

    /// `$NAME`, `${NAME}`, `$(command)`.
    fn variable(&mut self, word: &mut String) {
        self.next();
        match self.peek() {
            Some('{') => {
                let inner = self.rest.split_once('}').map(|(inner, _)| inner.trim_start_matches('{').to_owned());
                let Some(inner) = inner.filter(|inner| inner.len() < 100) else {
                    word.push('$');
                    return;
                };
                while self.next().is_some_and(|c| c != '}') {}
                word.push_str(&format!("{{{{{}}}}}", name(inner.split([':', '#', '%']).next().unwrap_or_default())));
            }
            Some('(') => {
                let mut open = 0_usize;
                while let Some(c) = self.next() {
                    match c {
                        '(' => open += 1,
                        ')' => {
                            open = open.saturating_sub(1);
                            if open == 0 {
                                break;
                            }
                        }
                        _ => {}
                    }
                }
                word.push_str("{{output}}");
            }
            Some(c) if c.is_ascii_alphabetic() || c == '_' => {
                let mut variable = String::new();
                while let Some(c) = self.peek().filter(|c| c.is_ascii_alphanumeric() || *c == '_') {
                    variable.push(c);
                    self.next();
                }
                word.push_str(&format!("{{{{{variable}}}}}"));
            }
            _ => word.push('$'),
        }
    }
}

/// A variable's name from what stands in brackets.
fn name(text: &str) -> String {
    let name: String = text.trim().chars().map(|c| if c.is_alphanumeric() || c == '-' { c } else { '_' }).collect();
    if name.is_empty() { "value".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::commands;

    #[test]
    fn words_are_read_as_a_shell_reads_them() {
        for (text, expected) in [
            ("curl https://a.example", vec!["https://a.example"]),
            (
                "$ curl -H 'A: b c' \\\n  \"https://a.example/$ID?x=${Y:-1}&z\" | jq .",
                vec!["-H", "A: b c", "https://a.example/{{ID}}?x={{Y}}&z"],
            ),
            ("curl -d '{\"a\":'\"$B\"'}' x", vec!["-d", "{\"a\":{{B}}}", "x"]),
            ("curl -d $'a\\'\\u00e9\\n' x > out.json", vec!["-d", "a'é\n", "x"]),
            ("TOKEN=x curl https://a.example/users/<user id>/x", vec!["https://a.example/users/{{user_id}}/x"]),
            ("curl \"a\\\"b$(cat (x))c\"", vec!["a\"b{{output}}c"]),
            ("curl x >/dev/null 2>&1", vec!["x"]),
            ("curl https://a.example/?a=1&b=2", vec!["https://a.example/?a=1&b=2"]),
        ] {
            assert_eq!(
                commands(text).first().map(|command| command.words.clone()).unwrap_or_default(),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn comments_name_commands() {
        let found = commands("# Title\n\n# Make a pet\n# with care\ncurl a; curl b # why\nls\n\ncurl c\n");
        let shown: Vec<(Vec<String>, &str, usize)> =
            found.iter().map(|command| (command.comment.clone(), command.words[0].as_str(), command.line)).collect();
        assert_eq!(
            shown,
            [(vec!["Make a pet".to_owned(), "with care".to_owned()], "a", 5), (vec![], "b", 5), (vec![], "c", 8)]
        );
    }

    #[test]
    fn quotes_left_open_end_somewhere() {
        for text in ["curl '", "curl \"a$", "curl $'\\", "curl ${", "curl $(((", "curl `x", "curl a <", "curl \\"] {
            commands(text);
        }
    }
}
