//! `mcphub replica`: one server in a process of its own, started and told what to serve by a hub.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;
use hub_deploy::{cgroup, process};
use hub_runtime::replica;

use crate::failure::Failure;

/// Serve what a hub says on standard input, until the input ends.
#[derive(Debug, Args)]
pub(crate) struct Replica {
    /// Memory that this process may have of its own.
    #[arg(long, value_name = "MIB")]
    memory_mib: u64,

    /// Control group to be in, in each hierarchy of groups.
    #[arg(long, value_name = "FOLDER")]
    cgroup: Vec<PathBuf>,
}

/// Threads are memory, too.
const BLOCKING_THREADS: usize = 8;

pub(super) fn execute(command: &Replica) -> Result<ExitCode, Failure> {
    for folder in &command.cgroup {
        cgroup::enter(folder).map_err(|error| {
            Failure::environment(format!("the control group {} cannot be entered: {error}", folder.display()))
        })?;
    }
    process::confine(command.memory_mib)
        .map_err(|error| Failure::environment(format!("memory cannot be limited: {error}")))?;
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(cores.min(2))
        .max_blocking_threads(BLOCKING_THREADS)
        .enable_all()
        .build()
        .map_err(|error| Failure::environment(format!("the server cannot be started: {error}")))?;
    let served = runtime.block_on(replica::serve(tokio::io::stdin(), tokio::io::stdout()));
    // A read from standard input cannot be taken back.
    runtime.shutdown_background();
    served.map(|()| ExitCode::SUCCESS).map_err(|error| Failure::environment(error.to_string()))
}
