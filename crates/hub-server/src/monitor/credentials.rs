//! Reads again, when it is due, credentials whose values are in Vault or in Kubernetes.

use std::time::Duration;

use hub_store::{
    Origin,
    apis::credentials::{self, Due},
};
use tokio::task::JoinSet;

use crate::app::App;

/// How many are read at a time: neither Vault nor a cluster should notice the hub.
const AT_ONCE: usize = 8;

/// Takes what is due, as far as there is room, and reads it beside everything else.
pub(super) async fn read_again(app: &App, reading: &mut JoinSet<()>) {
    while reading.try_join_next().is_some() {}
    let room = AT_ONCE.saturating_sub(reading.len());
    if room == 0 {
        return;
    }
    match due(app, room).await {
        Ok(due) => {
            for due in due {
                let app = app.clone();
                reading.spawn(async move { read(&app, &due).await });
            }
        }
        Err(error) => tracing::warn!(%error, "credentials that are due could not be looked for"),
    }
}

async fn due(app: &App, room: usize) -> hub_store::Result<Vec<Due>> {
    let tx = app.store().begin(Origin::system()).await?;
    let every = Duration::from_secs(app.settings().secrets.refresh_seconds);
    let due = credentials::due(&tx, every, i64::try_from(room).unwrap_or(1)).await?;
    tx.commit().await?;
    Ok(due)
}

async fn read(app: &App, due: &Due) {
    let found = app.secrets().read(due.organisation, &due.source).await;
    let outcome = match &found {
        Ok(_) => "read",
        Err(_) => "failed",
    };
    metrics::counter!("mcphub_credential_reads_total", "outcome" => outcome).increment(1);
    let kept = async {
        let tx = app.store().begin(Origin::system()).await?;
        match &found {
            Ok(value) => {
                credentials::refreshed(&tx, due, value).await?;
            }
            Err(why) => credentials::unreadable(&tx, due, why).await?,
        }
        tx.commit().await
    };
    if let Err(error) = kept.await {
        tracing::warn!(%error, credential = %due.id, "what was read of a credential could not be kept");
    }
}
