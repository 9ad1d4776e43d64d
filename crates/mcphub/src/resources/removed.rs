//! Single resources that are deleted, as a plan's last steps are.

use super::{
    execute::{delete_api, delete_server},
    observe::Organisation,
};
use crate::{failure::Failure, remote::Client};

/// Deletes an API, where there is one.
pub(crate) async fn api(client: &mut Client, base: &str, there: &Organisation, name: &str) -> Result<(), Failure> {
    match there.apis.get(name) {
        Some(api) => delete_api(client, base, &api.id).await.map(drop),
        None => Ok(()),
    }
}

/// Deletes a server, where there is one; it is stopped first.
pub(crate) async fn server(client: &mut Client, base: &str, there: &Organisation, name: &str) -> Result<(), Failure> {
    match there.servers.get(name) {
        Some(server) => delete_server(client, base, &server.id, server.served.is_some()).await.map(drop),
        None => Ok(()),
    }
}
