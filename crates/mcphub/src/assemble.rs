//! From sources to one blueprint and its account.

use clap::Args;
use hub_compiler::{Compilation, KINDS, Options, compile, merge, narrow};
use hub_model::clock::{Clock, SystemClock};
use hub_model::{Blueprint, Profile, Report, Severity};

use crate::{
    failure::Failure,
    source::{self, Source, SourceOptions},
};

/// How sources become tools.
#[derive(Debug, Clone, Args)]
pub(crate) struct Selection {
    /// Whose rules every schema keeps: standard, claude, openai-strict, gemini, draft-07 or full.
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<Profile>,
    /// Name of the server; made from the API's title when not given.
    #[arg(long, value_name = "NAME", value_parser = server_name)]
    pub(crate) name: Option<String>,
    /// Only tools whose name or operation (`GET /pets/{id}`) matches; may be given several times.
    #[arg(long, value_name = "GLOB")]
    pub(crate) tools: Vec<String>,
    /// Call gRPC methods by REST where their `google.api.http` annotations say how.
    #[arg(long)]
    pub(crate) rest: bool,
}

/// Reads and compiles the sources into one server, several of them each under a name space. The blueprint is absent when there is no tool; the report says why.
pub(crate) fn assemble(
    sources: &[String],
    options: &SourceOptions,
    selection: &Selection,
) -> Result<(Option<Blueprint>, Report), Failure> {
    let clock = SystemClock;
    let began = clock.now();
    let compilation = match sources {
        [source] => one(source, options, selection)?,
        several => together(several, options, selection)?,
    };
    let Compilation { blueprint, mut report } = compilation;
    report.millis = u64::try_from(clock.now().duration_since(began).as_millis()).unwrap_or(u64::MAX);
    Ok((blueprint, report))
}

fn one(source: &str, options: &SourceOptions, selection: &Selection) -> Result<Compilation, Failure> {
    match source::read(source, options)? {
        Source::Blueprint(blueprint) => of_blueprint(*blueprint, selection),
        Source::Documents(documents) => Ok(compile(&documents, &compiler_options(selection))),
    }
}

/// Several APIs in one server, each under a name space: its own name, or `NAME` where the source is given as `NAME=SOURCE`.
fn together(sources: &[String], options: &SourceOptions, selection: &Selection) -> Result<Compilation, Failure> {
    if !options.document_header.is_empty() {
        // It would go to all of them, and what is a secret of one is none of the others' business.
        return Err(Failure::usage("--document-header cannot be used with several sources")
            .help("save the document that needs it, and give the file"));
    }
    let whole = Selection { name: None, tools: Vec::new(), ..selection.clone() };
    let mut parts = Vec::new();
    for source in sources {
        let (space, source) = named(source);
        let part = one(source, options, &whole)?;
        if part.blueprint.is_none() {
            return Err(unusable(source, &part.report));
        }
        parts.push((space.to_owned(), part));
    }
    Ok(merge(selection.name.as_deref().unwrap_or_default(), parts, &selection.tools))
}

/// `NAME=SOURCE` in its parts; a file that is called so is a file.
fn named(source: &str) -> (&str, &str) {
    match source.split_once('=') {
        Some((name, rest)) if server_name(name).is_ok() && !std::path::Path::new(source).exists() => (name, rest),
        _ => ("", source),
    }
}

/// Like [`assemble`], where nothing can go on without a tool.
pub(crate) fn assemble_served(
    sources: &[String],
    options: &SourceOptions,
    selection: &Selection,
) -> Result<(Blueprint, Report), Failure> {
    let (blueprint, report) = assemble(sources, options, selection)?;
    match blueprint {
        Some(blueprint) => Ok((blueprint, report)),
        None => Err(unusable(&sources.join(", "), &report)),
    }
}

/// Why a document gave no tool, in the report's own words.
pub(crate) fn unusable(source: &str, report: &Report) -> Failure {
    let worst = report.diagnostics.iter().find(|finding| finding.severity == Severity::Error);
    if let Some(finding) = worst {
        let failure = Failure::unusable(format!("{source} gives no tool: {} ({})", finding.message, finding.place));
        return if finding.help.is_empty() { failure } else { failure.help(finding.help.clone()) };
    }
    match report.skipped.first() {
        Some(first) => Failure::unusable(format!(
            "{source} gives no tool: all {} operations were skipped, the first ({}) because {}",
            report.skipped.len(),
            first.operation,
            first.reason
        )),
        None => Failure::unusable(format!("{source} gives no tool: it describes no operation"))
            .help(format!("check that this is the API's main document: {KINDS}")),
    }
}

fn compiler_options(selection: &Selection) -> Options {
    Options {
        profile: selection.profile.unwrap_or_default(),
        name: selection.name.clone().unwrap_or_default(),
        only: selection.tools.clone(),
        rest: selection.rest,
        ..Options::default()
    }
}

fn of_blueprint(blueprint: Blueprint, selection: &Selection) -> Result<Compilation, Failure> {
    if let Some(profile) = selection.profile.filter(|profile| *profile != blueprint.profile) {
        let message =
            format!("the blueprint keeps the profile `{}` and cannot be turned into `{profile}`", blueprint.profile);
        return Err(Failure::usage(message).help("compile its document again with --profile"));
    }
    let mut blueprint = narrow(blueprint, &selection.tools);
    if let Some(name) = &selection.name {
        blueprint.name.clone_from(name);
    }
    let report = Report {
        kind: "blueprint".to_owned(),
        version: blueprint.format.clone(),
        title: blueprint.title.clone(),
        operations: blueprint.tools.len(),
        tools: blueprint.tools.len(),
        ..Report::default()
    };
    if blueprint.tools.is_empty() {
        return Err(Failure::unusable("the selection of tools matches no tool of the blueprint")
            .help("correct the globs of --tools"));
    }
    Ok(Compilation { blueprint: Some(blueprint), report })
}

fn server_name(text: &str) -> Result<String, String> {
    let well_formed = text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.len() <= 16
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if well_formed {
        return Ok(text.to_owned());
    }
    Err("a server's name has at most 16 lower-case letters, digits and hyphens, and begins with a letter".to_owned())
}
