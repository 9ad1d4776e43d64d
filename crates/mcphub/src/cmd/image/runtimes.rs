//! Where the runtimes are that images carry.

use std::path::{Path, PathBuf};

use hub_deploy::image::{Architecture, Runtime};

use crate::failure::Failure;

/// The given ones, or those that are installed with this program.
pub(super) fn open(given: &[PathBuf]) -> Result<Vec<Runtime>, Failure> {
    let found = if given.is_empty() { installed()? } else { given.to_vec() };
    let opened = found.iter().map(|path| Runtime::open(path));
    opened.collect::<Result<_, _>>().map_err(|error| Failure::usage(error.message()).help(error.what_helps()))
}

/// In `runtime/amd64` beside this program, in `../lib/mcphub` where it is installed, or where `make runtime` puts it.
pub(in crate::cmd) fn installed() -> Result<Vec<PathBuf>, Failure> {
    let own =
        std::env::current_exe().map_err(|error| Failure::environment(format!("this program has no path: {error}")))?;
    let folder = own.parent().unwrap_or(Path::new(""));
    let places = ["runtime", "../lib/mcphub/runtime", "../runtime"];
    for place in places.map(|place| folder.join(place)) {
        let of_machine = |machine: Architecture| place.join(machine.name()).join("mcphub-runtime");
        let there: Vec<PathBuf> = Architecture::ALL.map(of_machine).into_iter().filter(|path| path.is_file()).collect();
        if !there.is_empty() {
            return Ok(there);
        }
    }
    Err(Failure::usage("there is no mcphub-runtime to put into the image")
        .help("`make runtime` builds it; --runtime FILE names one"))
}
