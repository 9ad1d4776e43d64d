//! Settings: a TOML file, and over it the environment (`MCPHUB__SECTION__KEY`).

use std::path::{Path, PathBuf};

use config::{Config, Environment, File, FileFormat};
use hub_server::settings::Settings;

use crate::failure::Failure;

/// Looked for where no file is named.
const USUAL: &str = "mcphub.toml";

/// Reads the settings and checks them.
pub(crate) fn load(file: Option<&Path>) -> Result<Settings, Failure> {
    let settings = read(file)?;
    let wrong = settings.check();
    if wrong.is_empty() {
        return Ok(settings);
    }
    let said: Vec<String> = wrong.iter().map(|wrong| format!("{}: {}", wrong.setting, wrong.message)).collect();
    Err(Failure::usage(format!("the settings cannot be used: {}", said.join("; "))))
}

/// Reads the settings as they are.
pub(crate) fn read(file: Option<&Path>) -> Result<Settings, Failure> {
    let mut sources = Config::builder();
    let named = file.map(Path::to_path_buf).or_else(|| Some(PathBuf::from(USUAL)).filter(|usual| usual.exists()));
    if let Some(path) = named {
        let text = std::fs::read_to_string(&path)
            .map_err(|error| Failure::usage(format!("{} cannot be read: {error}", path.display())))?;
        sources = sources.add_source(File::from_str(&text, FileFormat::Toml));
    }
    let environment = Environment::with_prefix("MCPHUB").prefix_separator("__").separator("__");
    let built = sources.add_source(environment).build();
    built.and_then(Config::try_deserialize).map_err(|error| {
        Failure::usage(format!("the settings cannot be read: {error}"))
            .help("`mcphub config schema` lists every setting")
    })
}
