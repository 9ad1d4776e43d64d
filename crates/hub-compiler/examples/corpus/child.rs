//! One document in a process of its own, so that its time and its memory are its own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use hub_compiler::{Documents, Options, compile};
use hub_model::Severity;

use crate::entry::{Entry, Outcome, Said};

/// No document may take longer; the promise is a third of it.
const LIMIT: Duration = Duration::from_secs(30);

/// Starts a child for `entry` and waits for what it says.
pub(crate) fn run(folder: &Path, entry: &Entry) -> Outcome {
    let (said, broke) = match spawn(&folder.join(&entry.file)).and_then(wait) {
        Ok(said) => (said, String::new()),
        Err(broke) => (Said::default(), broke),
    };
    let version = entry.version.clone().unwrap_or_else(|| said.version.clone());
    let version = version.split('.').take(2).collect::<Vec<_>>().join(".");
    let known = !entry.kind.is_empty();
    Outcome {
        file: entry.file.clone(),
        kind: if known { entry.kind.clone() } else { said.kind.clone() },
        version: if version.is_empty() { "none".to_owned() } else { version },
        accepted: entry.accepted(),
        expected_operations: entry.operations,
        broke,
        said,
    }
}

fn spawn(path: &Path) -> Result<Child, String> {
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    let child = Command::new(own).arg("--one").arg(path).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    child.map_err(|error| error.to_string())
}

fn wait(child: Child) -> Result<Said, String> {
    let pid = child.id();
    let (send, receive) = std::sync::mpsc::channel();
    std::thread::spawn(move || send.send(child.wait_with_output()));
    let output = match receive.recv_timeout(LIMIT) {
        Ok(output) => output.map_err(|error| error.to_string())?,
        Err(_) => {
            let killed = Command::new("kill").args(["-9", &pid.to_string()]).status();
            return Err(format!("took more than {} s (stopped: {})", LIMIT.as_secs(), killed.is_ok()));
        }
    };
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{}: {}", output.status, words.lines().take(3).collect::<Vec<_>>().join(" ")));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())
}

/// The child's part: compiles the document at `path` and prints what became of it.
pub(crate) fn compile_one(path: &Path) -> ExitCode {
    let began = Instant::now();
    let Ok(bytes) = std::fs::read(path) else {
        eprintln!("{} cannot be read", path.display());
        return ExitCode::FAILURE;
    };
    let mut documents = Documents::new(&path.to_string_lossy(), bytes);
    let missing = complete(&mut documents, &Catalog::around(path));
    let compilation = compile(&documents, &Options::default());
    let report = compilation.report;
    let mut said = Said {
        kind: report.kind,
        version: report.version,
        operations: report.operations,
        tools: report.tools,
        missing,
        millis: began.elapsed().as_secs_f64() * 1000.0,
        ..Said::default()
    };
    if report.operations != report.tools + report.skipped.len() {
        eprintln!(
            "{} operations are not {} tools and {} skipped",
            report.operations,
            report.tools,
            report.skipped.len()
        );
        return ExitCode::FAILURE;
    }
    let errors = report.diagnostics.iter().filter(|finding| finding.severity == Severity::Error);
    said.reasons
        .extend(errors.take(5).map(|finding| format!("{}: {} ({})", finding.code, finding.message, finding.place)));
    for skipped in &report.skipped {
        *said.skipped.entry(skipped.code.clone()).or_default() += 1;
        if said.reasons.len() < 10 {
            said.reasons.push(format!("{} skipped, {}: {}", skipped.operation, skipped.code, skipped.reason));
        }
    }
    said.peak_kib = peak_kib();
    match serde_json::to_string(&said) {
        Ok(text) => println!("{text}"),
        Err(_) => return ExitCode::FAILURE,
    }
    ExitCode::SUCCESS
}

/// Adds what lies beside the document; answers what does not.
fn complete(documents: &mut Documents, catalog: &Catalog) -> Vec<String> {
    let mut absent = Vec::new();
    loop {
        let wanted = documents.missing();
        if wanted.is_empty() {
            return absent;
        }
        for address in wanted {
            match catalog.path(&address).and_then(|path| std::fs::read(path).ok()) {
                Some(bytes) => documents.add(&address, bytes),
                None => {
                    documents.fail(&address, "it is not in the folder");
                    absent.push(address);
                }
            }
        }
    }
}

/// Copies of documents that lie on the web, where the folder has some: `_catalog/catalog.json` beside or above the document.
#[derive(Default)]
struct Catalog {
    folder: PathBuf,
    copies: BTreeMap<String, PathBuf>,
}

impl Catalog {
    fn around(document: &Path) -> Self {
        let found = document.ancestors().skip(1).find_map(|folder| {
            let text = std::fs::read(folder.join("_catalog/catalog.json")).ok()?;
            Some(Self { folder: folder.to_path_buf(), copies: serde_json::from_slice(&text).ok()? })
        });
        found.unwrap_or_default()
    }

    /// The file that an address stands for; `None` when it is on the web and there is no copy.
    fn path(&self, address: &str) -> Option<PathBuf> {
        match self.copies.get(address) {
            Some(copy) => Some(self.folder.join(copy)),
            None => (!address.contains("://")).then(|| address.into()),
        }
    }
}

/// The high-water mark of resident memory, where the system tells it.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or_default()
}
