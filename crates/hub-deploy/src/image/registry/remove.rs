//! Taking a tag away, and nothing that another tag needs. Registries delete by digest, which takes every tag of it along; many know no
//! other way.

use futures_util::{StreamExt as _, TryStreamExt as _, stream};

use super::{Registry, Tag};
use crate::image::{Error, blob::hex};

/// Tags that are looked at before one of them is taken away.
const LOOKED_AT: usize = 2_000;
/// How many of them at a time.
const AT_ONCE: usize = 8;

/// What became of a tag that was to be taken away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Removal {
    /// It is gone.
    Done,
    /// It was not there.
    Missing,
    /// It names what these other tags need, so that it has to stay.
    Needed(Vec<String>),
}

impl Registry {
    /// Takes a tag away, with the signature of what it names and what else is said of that.
    ///
    /// # Errors
    /// When the registry refuses, or has too many tags to look at.
    pub async fn remove(&self, repository: &str, name: &str) -> Result<Removal, Error> {
        let Some(tag) = self.tag(repository, name).await? else { return Ok(Removal::Missing) };
        let needed = self.needing(repository, &tag).await?;
        if !needed.is_empty() {
            return Ok(Removal::Needed(needed));
        }
        let was_there = self.delete(repository, &tag.digest).await?;
        for beside in [format!("sha256-{}", hex(&tag.digest)), format!("sha256-{}.sig", hex(&tag.digest))] {
            // What is left of them is a few bytes that nobody looks for; the tag itself is gone.
            if let Ok(Some(attached)) = self.tag(repository, &beside).await {
                let _ = self.delete(repository, &attached.digest).await;
            }
        }
        Ok(if was_there { Removal::Done } else { Removal::Missing })
    }

    /// The other tags that name what this one does, or an index that names it.
    async fn needing(&self, repository: &str, tag: &Tag) -> Result<Vec<String>, Error> {
        let mut names = self.tags(repository).await?;
        names.retain(|name| *name != tag.name && !is_attachment(name));
        if names.len() > LOOKED_AT {
            let why = format!("{repository} has {} tags, too many to see which of them need it", names.len());
            return Err(Error::new(why).help("take some away at the registry itself"));
        }
        let looking = stream::iter(names).map(|name| async move { self.tag(repository, &name).await });
        let others: Vec<Option<Tag>> = looking.buffer_unordered(AT_ONCE).try_collect().await?;
        let needs = |other: &Tag| other.digest == tag.digest || other.parts.contains(&tag.digest);
        let mut needing: Vec<String> = others.into_iter().flatten().filter(needs).map(|other| other.name).collect();
        needing.sort_unstable();
        Ok(needing)
    }
}

/// Whether a tag is no image of its own but what is said of one, or its signature.
#[must_use]
pub fn is_attachment(tag: &str) -> bool {
    let digits = tag.strip_prefix("sha256-").and_then(|rest| rest.get(..64));
    digits.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
