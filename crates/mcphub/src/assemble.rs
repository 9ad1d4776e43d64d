//! From sources to one blueprint and its account.

use clap::Args;
use hub_compiler::{Options, compile, narrow};
use hub_model::clock::{Clock, SystemClock};
use hub_model::{Blueprint, Profile, Report, Severity};

use crate::{
    failure::Failure,
    source::{self, Source, SourceOptions},
};

/// How sources become tools.
#[derive(Debug, Args)]
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
}

/// Reads and compiles the sources into one server. The blueprint is absent when there is no tool; the report says why.
pub(crate) fn assemble(
    sources: &[String],
    options: &SourceOptions,
    selection: &Selection,
) -> Result<(Option<Blueprint>, Report), Failure> {
    let [source] = sources else {
        return Err(Failure::usage("several sources cannot be one server yet").help("run one server for each"));
    };
    let read = source::read(source, options)?;
    let clock = SystemClock;
    let began = clock.now();
    let (blueprint, mut report) = match read {
        Source::Blueprint(blueprint) => of_blueprint(*blueprint, selection)?,
        Source::Documents(documents) => {
            let compilation = compile(&documents, &compiler_options(selection));
            (compilation.blueprint, compilation.report)
        }
    };
    report.millis = u64::try_from(clock.now().duration_since(began).as_millis()).unwrap_or(u64::MAX);
    Ok((blueprint, report))
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
            .help("the operations of an OpenAPI document stand under `paths`"),
    }
}

fn compiler_options(selection: &Selection) -> Options {
    Options {
        profile: selection.profile.unwrap_or_default(),
        name: selection.name.clone().unwrap_or_default(),
        only: selection.tools.clone(),
        ..Options::default()
    }
}

fn of_blueprint(blueprint: Blueprint, selection: &Selection) -> Result<(Option<Blueprint>, Report), Failure> {
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
    Ok((Some(blueprint), report))
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
