//! `mcphub image`: an image that serves a document's operations, made without a Docker daemon.

mod login;
mod pushed;
pub(super) mod runtimes;

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::{ArgGroup, Args};
use hub_deploy::image::registry::{Access, Registry};
use hub_deploy::image::scan::{Finding, Scanner, Severity};
use hub_deploy::image::{self, Cache, Image, Name, engine, sign::Key, write_archive};
use hub_model::clock::SystemClock;
use hub_runtime::egress::Policy;

use self::login::LoginOptions;
use crate::assemble::{Selection, assemble_served};
use crate::failure::Failure;
use crate::source::SourceOptions;
use crate::{report, serve};

/// Make an OCI image that serves an API's operations: a static program and a blueprint, and nothing else.
///
/// The same source gives the same digest. Secrets are not in it: the container takes them from its environment (`AUTH_API_KEY` for the
/// scheme `api_key`) or from files in /run/secrets. Prints the digest on standard output.
///
/// Exits with 0 when it is done, 1 when something outside failed or the scanner found what may not be, 2 for a wrong command line, 3 when
/// the document cannot be used at all.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("where").required(true), after_help = "\
Examples:
  mcphub image openapi.yaml --tag pets:1.0 --output pets.tar
  mcphub image openapi.yaml --tag pets:1.0 --load
  docker run --read-only --cap-drop ALL -m 64m -p 8080:8080 -e AUTH_API_KEY pets:1.0
  mcphub image openapi.yaml --tag registry.example/team/pets:1.0 --push --sign-key cosign.pem")]
pub(crate) struct ImageCommand {
    /// Files, URLs, `-`, or blueprints.
    #[arg(required = true, value_name = "SOURCE")]
    sources: Vec<String>,
    /// What the image is called: NAME:TAG, with the registry before it where it is to be pushed.
    #[arg(long, value_name = "NAME:TAG")]
    tag: Name,
    /// Write an OCI archive, which `docker load` takes, too.
    #[arg(long, value_name = "FILE.tar", group = "where")]
    output: Option<PathBuf>,
    /// Load it into this machine's Docker engine.
    #[arg(long, group = "where")]
    load: bool,
    /// Push it to the registry that the tag names.
    #[arg(long, group = "where")]
    push: bool,
    /// A static `mcphub-runtime`, once for each kind of machine; those beside this program when not given (`make runtime`).
    #[arg(long, value_name = "FILE")]
    runtime: Vec<PathBuf>,
    /// Sign what is pushed, as cosign does, with this ECDSA P-256 key in PEM.
    #[arg(long, value_name = "FILE", requires = "push")]
    sign_key: Option<PathBuf>,
    /// Scan it first, with this program of Trivy or of Grype.
    #[arg(long, value_name = "PROGRAM")]
    scanner: Option<PathBuf>,
    /// The least severity that keeps a scanned image from being handed out: low, medium, high or critical.
    #[arg(long, value_name = "SEVERITY", default_value = "high", requires = "scanner")]
    fail_on: Severity,
    /// Where what takes long to make is kept.
    #[arg(long, value_name = "DIR", env = "MCPHUB_CACHE_DIR")]
    cache_dir: Option<PathBuf>,
    #[command(flatten)]
    login: LoginOptions,
    #[command(flatten)]
    options: SourceOptions,
    #[command(flatten)]
    selection: Selection,
}

pub(super) fn execute(command: &ImageCommand) -> Result<ExitCode, Failure> {
    let key = command.sign_key.as_deref().map(signing_key).transpose()?;
    let scanner = command.scanner.clone().map(Scanner::new).transpose().map_err(|error| usage(&error))?;
    let runtimes = runtimes::open(&command.runtime)?;
    let (blueprint, account) = assemble_served(&command.sources, &command.options, &command.selection)?;
    if command.options.verbose {
        report::say(report::readable(&account).trim_end());
    }
    let folder = cache_folder(command)?;
    let image = image::build(&blueprint, &runtimes, &Cache::new(folder.clone())).map_err(|error| usage(&error))?;
    if runtimes.iter().any(|runtime| runtime.crates().is_none()) {
        report::say(
            "note: the runtime does not say of which crates it was built, so the image's list of them is incomplete",
        );
    }
    match &scanner {
        Some(scanner) => scan(command, scanner, &image, &folder)?,
        None => report::say("note: the image is not scanned; --scanner names a program of Trivy or Grype"),
    }
    if let Some(path) = &command.output {
        write(&image, &command.tag, path)?;
        report::say(&format!("{}: {} for {}", path.display(), command.tag, machines(&image)));
    } else if command.load {
        serve::runtime()?.block_on(engine::load(&image, &command.tag)).map_err(|error| environment(&error))?;
        report::say(&format!("{} is loaded, for {}", command.tag, machines(&image)));
    } else {
        serve::runtime()?.block_on(push(command, &image, key.as_ref(), &folder))?;
    }
    report::print(&format!("{}\n", image.root.digest));
    Ok(ExitCode::SUCCESS)
}

async fn push(command: &ImageCommand, image: &Image, key: Option<&Key>, folder: &Path) -> Result<(), Failure> {
    let (name, host) = (&command.tag, command.tag.registry());
    let signature = key.map(|key| key.sign(image, name)).transpose().map_err(|error| environment(&error))?;
    // Where a registry is, is said on this command line: it may be anywhere but where clouds answer with credentials.
    let egress = Policy { allow_private: true, allow: Vec::new() };
    let access = Access {
        login: command.login.read(host)?,
        insecure: command.login.insecure_registry,
        authorities: command.login.authorities()?,
        egress,
        ..Access::default()
    };
    let registry =
        Registry::connect(host, &access, Arc::new(SystemClock)).await.map_err(|error| environment(&error))?;
    let others = pushed::read(folder, host);
    let done = registry
        .push(image, name, &others, signature.as_ref(), &|_, _| {})
        .await
        .map_err(|error| environment(&error))?;
    pushed::remember(folder, host, name.repository());
    report::say(&format!(
        "{name} is pushed, for {}: {} blobs sent ({} bytes with manifests), {} taken over, {} there before",
        machines(image),
        done.uploaded,
        done.sent,
        done.mounted,
        done.present
    ));
    if signature.is_some() {
        report::say("it is signed; `cosign verify --key PUBLIC.pem --private-infrastructure` checks that");
    }
    Ok(())
}

fn scan(command: &ImageCommand, scanner: &Scanner, image: &Image, folder: &Path) -> Result<(), Failure> {
    // Not in the folder for everybody's temporary files, where others could have something of this name.
    let scanned = serve::runtime()?.block_on(scanner.scan_image(image, &command.tag, folder));
    let findings = scanned.map_err(|error| environment(&error))?;
    for finding in &findings {
        report::say(&line(finding));
    }
    let bad = findings.iter().filter(|finding| finding.severity >= command.fail_on).count();
    if bad > 0 {
        return Err(Failure::environment(format!(
            "{} found {bad} vulnerabilities that may not be in it",
            scanner.name()
        ))
        .help("build the runtime anew with versions that no longer have them; --fail-on says how bad what is let through may be"));
    }
    report::say(&format!("{} found {} vulnerabilities, none of which forbids it", scanner.name(), findings.len()));
    Ok(())
}

fn line(finding: &Finding) -> String {
    let fixed = if finding.fixed.is_empty() { String::new() } else { format!(", fixed in {}", finding.fixed) };
    let line = format!("{}: {} in {} {}{fixed}", finding.severity, finding.id, finding.package, finding.version);
    // They come from a database of strangers' words.
    line.chars().filter(|letter| !letter.is_control()).collect()
}

/// Writes it whole or not at all.
fn write(image: &Image, name: &Name, path: &Path) -> Result<(), Failure> {
    let beside = path.with_extension(format!("{}.part", std::process::id()));
    let written = File::create(&beside)
        .and_then(|file| write_archive(image, name, BufWriter::new(file)))
        .and_then(|()| std::fs::rename(&beside, path));
    written.map_err(|error| {
        let _ = std::fs::remove_file(&beside);
        Failure::environment(format!("{} cannot be written: {error}", path.display()))
    })
}

fn machines(image: &Image) -> String {
    image.platforms.iter().map(|platform| platform.architecture.name()).collect::<Vec<_>>().join(" and ")
}

fn signing_key(path: &Path) -> Result<Key, Failure> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::usage(format!("{} cannot be read: {error}", path.display())))?;
    Key::from_pem(&text).map_err(|error| usage(&error))
}

fn cache_folder(command: &ImageCommand) -> Result<PathBuf, Failure> {
    let home = || std::env::home_dir().map(|home| home.join(".cache/mcphub"));
    command
        .cache_dir
        .clone()
        .or_else(home)
        .ok_or_else(|| Failure::usage("this user has no home to keep layers in").help("name a folder with --cache-dir"))
}

fn usage(error: &image::Error) -> Failure {
    Failure::usage(error.message()).help(error.what_helps())
}

fn environment(error: &image::Error) -> Failure {
    Failure::environment(error.message()).help(error.what_helps())
}
