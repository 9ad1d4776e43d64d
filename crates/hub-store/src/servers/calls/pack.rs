//! Some hundred calls of a server as one column: what they share stands once, and the whole is compressed.

use std::{collections::HashMap, hash::Hash};

use hub_model::{
    Timestamp,
    event::Actor,
    id::{CallId, ServerId, VersionId},
    server::{Call, CallOutcome},
};
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// Bytes that a pack may have when it is unpacked: some hundred times what the largest one has.
const LARGEST: usize = 64 << 20;
/// Fast: the values repeat, so that more effort saves little.
const LEVEL: i32 = 1;

/// What is kept of some calls. Numbers in [`Line`] are places in the lists.
#[derive(Serialize, Deserialize)]
struct Pack {
    texts: Vec<String>,
    actors: Vec<Actor>,
    versions: Vec<VersionId>,
    calls: Vec<Line>,
}

/// A call. As a tuple, so that names of fields are not written for each.
#[derive(Serialize, Deserialize)]
struct Line(Identity, Names, Sizes, Upstream);

/// Identifier, and when it arrived.
#[derive(Serialize, Deserialize)]
struct Identity(u128, i64);

/// Tool, client, error, actor, version and outcome.
#[derive(Serialize, Deserialize)]
struct Names(usize, usize, Option<usize>, usize, Option<usize>, CallOutcome);

/// Bytes of request and answer, tokens, microseconds.
#[derive(Serialize, Deserialize)]
struct Sizes(i64, i64, i64, i64);

/// Microseconds and status of the upstream.
#[derive(Serialize, Deserialize)]
struct Upstream(Option<i64>, Option<i64>);

/// Values, each once, with the place of each.
struct Places<T>(HashMap<T, usize>);

impl<T: Hash + Eq> Places<T> {
    fn of(&mut self, value: T) -> usize {
        let next = self.0.len();
        *self.0.entry(value).or_insert(next)
    }

    fn in_order(self) -> Vec<T> {
        let mut values: Vec<(usize, T)> = self.0.into_iter().map(|(value, place)| (place, value)).collect();
        values.sort_unstable_by_key(|(place, _)| *place);
        values.into_iter().map(|(_, value)| value).collect()
    }
}

/// Packs calls of one server.
pub(super) fn packed<'c>(calls: impl Iterator<Item = &'c Call>) -> Result<Vec<u8>> {
    let (mut texts, mut actors, mut versions) =
        (Places(HashMap::new()), Places(HashMap::new()), Places(HashMap::new()));
    let lines = calls.map(|call| {
        let names = Names(
            texts.of(call.tool.as_str()),
            texts.of(call.client.as_str()),
            call.error.as_deref().map(|error| texts.of(error)),
            actors.of(call.actor),
            call.version.map(|version| versions.of(version)),
            call.outcome,
        );
        let sizes = Sizes(call.request_bytes, call.response_bytes, call.tokens, call.micros);
        Line(Identity(call.id.0, call.at.0), names, sizes, Upstream(call.upstream_micros, call.upstream_status))
    });
    let calls = lines.collect();
    let texts = texts.in_order().into_iter().map(str::to_owned).collect();
    let pack = Pack { texts, actors: actors.in_order(), versions: versions.in_order(), calls };
    let text =
        serde_json::to_vec(&pack).map_err(|error| Error::Unavailable(format!("calls cannot be packed: {error}")))?;
    zstd::bulk::compress(&text, LEVEL).map_err(|error| Error::Unavailable(format!("calls cannot be packed: {error}")))
}

/// The calls of a pack, in the order in which they were put there.
pub(super) fn unpacked(server: ServerId, content: &[u8]) -> Result<Vec<Call>> {
    let damaged = |why: &dyn std::fmt::Display| Error::Corrupt(format!("a pack of calls: {why}"));
    let text = zstd::bulk::decompress(content, LARGEST).map_err(|error| damaged(&error))?;
    let pack: Pack = serde_json::from_slice(&text).map_err(|error| damaged(&error))?;
    let Pack { texts, actors, versions, calls } = pack;
    let call = |line: Line| {
        let Line(Identity(id, at), names, sizes, upstream) = line;
        let Names(tool, client, error, actor, version, outcome) = names;
        let text = |place: usize| texts.get(place).cloned();
        Some(Call {
            id: CallId(id),
            server,
            version: version.map_or(Some(None), |place| versions.get(place).copied().map(Some))?,
            at: Timestamp(at),
            tool: text(tool)?,
            actor: *actors.get(actor)?,
            outcome,
            request_bytes: sizes.0,
            response_bytes: sizes.1,
            tokens: sizes.2,
            micros: sizes.3,
            upstream_micros: upstream.0,
            upstream_status: upstream.1,
            client: text(client)?,
            error: error.map_or(Some(None), |place| text(place).map(Some))?,
        })
    };
    let calls: Option<Vec<Call>> = calls.into_iter().map(call).collect();
    calls.ok_or_else(|| damaged(&"a place that is not there"))
}
