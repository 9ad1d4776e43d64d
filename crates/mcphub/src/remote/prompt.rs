//! Questions to people. Where nobody sits at a terminal, answers are lines of standard input, in the order of the questions.

use std::io::{BufRead as _, IsTerminal as _, Write as _};

use secrecy::SecretString;

use crate::failure::Failure;

/// A line of text.
pub(crate) fn line(question: &str) -> Result<String, Failure> {
    if std::io::stdin().is_terminal() {
        let _ = write!(anstream::stderr().lock(), "{question}: ");
    }
    read(question)
}

/// Whether somebody at a terminal agrees; where nobody sits at one, nobody is asked.
pub(crate) fn confirmed(question: &str) -> Result<bool, Failure> {
    if !std::io::stdin().is_terminal() {
        return Ok(true);
    }
    let answer = line(&format!("{question} [y/N]"))?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

/// A line that is not shown while it is typed.
pub(crate) fn secret(question: &str) -> Result<SecretString, Failure> {
    if !std::io::stdin().is_terminal() {
        return read(question).map(SecretString::from);
    }
    let typed = rpassword::prompt_password(format!("{question}: "));
    typed.map(SecretString::from).map_err(|error| unanswered(question, &error))
}

fn read(question: &str) -> Result<String, Failure> {
    let mut text = String::new();
    let count = std::io::stdin().lock().read_line(&mut text).map_err(|error| unanswered(question, &error))?;
    if count == 0 {
        return Err(unanswered(question, &"standard input has ended"));
    }
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

fn unanswered(question: &str, why: &dyn std::fmt::Display) -> Failure {
    Failure::usage(format!("`{question}` was not answered: {why}"))
        .help("answer at a terminal, or give the answers as lines of standard input")
}
