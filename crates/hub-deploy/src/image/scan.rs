//! Scanners of images: Trivy or Grype, as programs of their own, and what they found.

use std::{
    fmt,
    fs::File,
    io::BufWriter,
    path::{Path, PathBuf},
    process::Stdio,
    str::FromStr,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::{io::AsyncReadExt as _, process::Command};

use super::{Error, Image, Name, write_archive};

/// For a scan, with the update of the scanner's database.
const LONGEST: Duration = Duration::from_secs(600);
/// Bytes of what a scanner says.
const LARGEST: u64 = 64 << 20;
/// Findings that are kept; an image that has more is not looked through by hand.
const MOST: usize = 1_000;

/// A scanner, and how it is started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scanner {
    kind: Kind,
    program: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Trivy,
    Grype,
}

/// How bad a finding is. Later ones are worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The scanner does not say.
    Unknown,
    /// Grype's word for what hardly matters.
    Negligible,
    /// Low.
    Low,
    /// Medium.
    Medium,
    /// High.
    High,
    /// Critical.
    Critical,
}

/// A vulnerability that is known of something in the image.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// As its database names it: `CVE-…`, `GHSA-…`, `RUSTSEC-…`.
    pub id: String,
    /// How bad it is.
    pub severity: Severity,
    /// What has it.
    pub package: String,
    /// The version that is in the image.
    pub version: String,
    /// The version that no longer has it; empty where there is none.
    pub fixed: String,
    /// In the scanner's words.
    pub title: String,
}

impl Scanner {
    /// A scanner by its program: which of the two it is, its file's name says.
    ///
    /// # Errors
    /// When the name says neither.
    pub fn new(program: PathBuf) -> Result<Self, Error> {
        let name = program.file_stem().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
        let kind = match name.as_str() {
            name if name.contains("trivy") => Kind::Trivy,
            name if name.contains("grype") => Kind::Grype,
            _ => {
                return Err(Error::new(format!("{} is no scanner that is known here", program.display()))
                    .help("name the program of Trivy (`trivy`) or of Grype (`grype`)"));
            }
        };
        Ok(Self { kind, program })
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self.kind {
            Kind::Trivy => "trivy",
            Kind::Grype => "grype",
        }
    }

    /// Scans an image before it is anywhere: its archive lies in `folder` meanwhile, which should be nobody else's. The worst findings
    /// come first.
    ///
    /// # Errors
    /// Where [`Self::scan`] does, and when the archive cannot be written.
    pub async fn scan_image(&self, image: &Image, name: &Name, folder: &Path) -> Result<Vec<Finding>, Error> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let archive = Archive(folder.join(format!("scan-{}-{number}.tar", std::process::id())));
        let (image, name, path) = (image.clone(), name.clone(), archive.0.clone());
        let write = move || {
            path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
            write_archive(&image, &name, BufWriter::new(File::create(&path)?))
        };
        let written = tokio::task::spawn_blocking(write).await;
        let written =
            written.map_err(|error| error.to_string()).and_then(|done| done.map_err(|error| error.to_string()));
        written.map_err(|why| Error::new(format!("{} cannot be written: {why}", archive.0.display())))?;
        self.scan(&archive.0).await
    }

    /// Scans an archive of an image ([`super::write_archive`]). The worst findings come first.
    ///
    /// # Errors
    /// When the scanner cannot be started, fails, takes too long, or does not answer in its documented form: an image that could not be
    /// scanned is not one without findings.
    pub async fn scan(&self, archive: &Path) -> Result<Vec<Finding>, Error> {
        let mut command = Command::new(&self.program);
        match self.kind {
            Kind::Trivy => {
                command.args(["image", "--quiet", "--scanners", "vuln", "--format", "json", "--input"]).arg(archive)
            }
            Kind::Grype => {
                command.args(["--quiet", "--output", "json"]).arg(format!("oci-archive:{}", archive.display()))
            }
        };
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        let (name, program) = (self.name(), self.program.display());
        let mut child =
            command.spawn().map_err(|error| Error::new(format!("the scanner {program} cannot be started: {error}")))?;
        let (output, errors) = (child.stdout.take(), child.stderr.take());
        let running = async {
            let (said, complained) = tokio::join!(read(output), read(errors));
            child.wait().await.map(|status| (status, said, complained))
        };
        let (status, said, complained) = tokio::time::timeout(LONGEST, running)
            .await
            .map_err(|_| Error::new(format!("{name} did not come to an end within {} s", LONGEST.as_secs())))?
            .map_err(|error| Error::new(format!("{name} cannot be waited for: {error}")))?;
        if !status.success() {
            let last = String::from_utf8_lossy(&complained);
            let last = last.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
            let last: String = last.chars().filter(|letter| !letter.is_control()).take(300).collect();
            return Err(Error::new(format!("{name} failed ({status}): {last}")).help("run it by hand to see more"));
        }
        let said: Value = serde_json::from_slice(&said)
            .map_err(|error| Error::new(format!("{name} did not answer in JSON: {error}")))?;
        let mut findings = match self.kind {
            Kind::Trivy => trivy(&said),
            Kind::Grype => grype(&said),
        }
        .ok_or_else(|| Error::new(format!("{name} did not answer in the form that is known of it")))?;
        findings.sort_by(|one, other| other.severity.cmp(&one.severity).then_with(|| one.id.cmp(&other.id)));
        findings.truncate(MOST);
        Ok(findings)
    }
}

/// A file that goes when it is no longer needed, also where the scan is called off.
struct Archive(PathBuf);

impl Drop for Archive {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

async fn read(stream: Option<impl tokio::io::AsyncRead + Unpin>) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(stream) = stream {
        // What came before a pipe broke is looked at like everything else.
        let _ = stream.take(LARGEST).read_to_end(&mut bytes).await;
    }
    bytes
}

/// Trivy's report: `Results[].Vulnerabilities[]`. Both are left out where nothing was found.
fn trivy(said: &Value) -> Option<Vec<Finding>> {
    said.get("SchemaVersion")?;
    let results = said.get("Results").and_then(Value::as_array).into_iter().flatten();
    let found = results.filter_map(|result| result.get("Vulnerabilities").and_then(Value::as_array)).flatten();
    let finding = |found: &Value| Finding {
        id: text(found, "/VulnerabilityID"),
        severity: severity(&text(found, "/Severity")),
        package: text(found, "/PkgName"),
        version: text(found, "/InstalledVersion"),
        fixed: text(found, "/FixedVersion"),
        title: text(found, "/Title"),
    };
    Some(found.map(finding).collect())
}

/// Grype's report: `matches[]`.
fn grype(said: &Value) -> Option<Vec<Finding>> {
    let finding = |found: &Value| Finding {
        id: text(found, "/vulnerability/id"),
        severity: severity(&text(found, "/vulnerability/severity")),
        package: text(found, "/artifact/name"),
        version: text(found, "/artifact/version"),
        fixed: text(found, "/vulnerability/fix/versions/0"),
        title: text(found, "/vulnerability/description"),
    };
    Some(said.get("matches")?.as_array()?.iter().map(finding).collect())
}

fn text(value: &Value, at: &str) -> String {
    value.pointer(at).and_then(Value::as_str).unwrap_or_default().chars().take(300).collect()
}

fn severity(text: &str) -> Severity {
    text.parse().unwrap_or(Severity::Unknown)
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unknown => "unknown",
            Self::Negligible => "negligible",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        })
    }
}

impl FromStr for Severity {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        match text.to_ascii_lowercase().as_str() {
            "unknown" => Ok(Self::Unknown),
            "negligible" => Ok(Self::Negligible),
            "low" => Ok(Self::Low),
            "medium" => Ok(Self::Medium),
            "high" => Ok(Self::High),
            "critical" => Ok(Self::Critical),
            _ => Err(Error::new(format!("`{text}` is no severity")).help("say low, medium, high or critical")),
        }
    }
}
