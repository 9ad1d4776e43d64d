//! `mcphub registries tags` and `untag`.

use super::Which;
use crate::{
    failure::Failure,
    remote::{self, Client, Hub, ago, at, escaped, field},
    report,
};

pub(super) async fn list(hub: &Hub, client: &mut Client, which: &Which, repository: &str) -> Result<(), Failure> {
    let path = which.path(client, &format!("/tags?repository={}", escaped(repository))).await?;
    let listed = client.get(&path).await?;
    let rows = at(&listed, "items").as_array().cloned().unwrap_or_default();
    remote::list(
        hub,
        &rows,
        "there are no tags",
        &[("tag", &field("tag")), ("pushed from here", &ago("pushed_at")), ("digest", &field("digest"))],
    )
}

pub(super) async fn delete(client: &mut Client, which: &Which, repository: &str, tag: &str) -> Result<(), Failure> {
    let of = format!("/tags/{}?repository={}", escaped(tag), escaped(repository));
    let path = which.path(client, &of).await?;
    client.delete(&path).await?;
    report::say(&format!("{repository}:{tag} is deleted"));
    Ok(())
}
