//! Compiles every document of a folder, each in a process of its own, and says what became of them.
//!
//! `corpus FOLDER [--out FILE] [--baseline FILE [--bless]] [--jobs N]`. A folder with an `index.json` says itself what its
//! documents are; in any other, every JSON and YAML file is one. With a baseline it fails when any document gives fewer
//! tools than before.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a tool of the repository that measures: it prints, and reads the clock and its own arguments"
)]

mod baseline;
mod child;
mod entry;
mod summary;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

use entry::{Entry, Outcome};

struct Arguments {
    folder: PathBuf,
    out: Option<PathBuf>,
    baseline: Option<PathBuf>,
    bless: bool,
    jobs: usize,
}

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1).peekable();
    if words.peek().map(String::as_str) == Some("--one") {
        return words.nth(1).map_or(ExitCode::from(2), |path| child::compile_one(Path::new(&path)));
    }
    let Some(arguments) = parse(words) else {
        eprintln!("usage: corpus FOLDER [--out FILE] [--baseline FILE [--bless]] [--jobs N]");
        return ExitCode::from(2);
    };
    let entries = match entry::list(&arguments.folder) {
        Ok(entries) if !entries.is_empty() => entries,
        Ok(_) => {
            eprintln!("no documents in {}", arguments.folder.display());
            return ExitCode::from(2);
        }
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    let outcomes = compile_all(&arguments.folder, &entries, arguments.jobs);
    println!("{}", summary::table(&outcomes));
    if let Some(out) = &arguments.out
        && let Err(error) = std::fs::write(out, summary::json(&outcomes))
    {
        eprintln!("{} cannot be written: {error}", out.display());
        return ExitCode::FAILURE;
    }
    match &arguments.baseline {
        Some(path) if arguments.bless => baseline::write(path, &outcomes),
        Some(path) => baseline::compare(path, &outcomes),
        None => ExitCode::SUCCESS,
    }
}

fn parse(mut words: impl Iterator<Item = String>) -> Option<Arguments> {
    let folder = PathBuf::from(words.next()?);
    let jobs = std::thread::available_parallelism().map_or(1, usize::from);
    let mut arguments = Arguments { folder, out: None, baseline: None, bless: false, jobs };
    while let Some(word) = words.next() {
        match word.as_str() {
            "--out" => arguments.out = Some(words.next()?.into()),
            "--baseline" => arguments.baseline = Some(words.next()?.into()),
            "--bless" => arguments.bless = true,
            "--jobs" => arguments.jobs = words.next()?.parse().ok().filter(|jobs| *jobs > 0)?,
            _ => return None,
        }
    }
    Some(arguments)
}

/// In the order of `entries`.
fn compile_all(folder: &Path, entries: &[Entry], jobs: usize) -> Vec<Outcome> {
    let queue = Mutex::new(entries.iter().enumerate());
    let done = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(|| {
                loop {
                    let next = queue.lock().unwrap_or_else(PoisonError::into_inner).next();
                    let Some((at, entry)) = next else { return };
                    let outcome = child::run(folder, entry);
                    done.lock().unwrap_or_else(PoisonError::into_inner).push((at, outcome));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, outcome)| outcome).collect()
}
