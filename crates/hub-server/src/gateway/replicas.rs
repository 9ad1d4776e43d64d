//! Calls of servers that have processes of their own: which replica gets a call, and what happens when it does not answer.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, AtomicU64, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use hub_model::id::{ReplicaId, UserId, VersionId};
use hub_runtime::{
    answer::Answer,
    call::Watch,
    mcp::{CallRequest, Exchange, RpcError},
    replica::{Client, Lost, Reached},
    server::Server,
    socket::Address,
};
use hub_store::servers::replicas::Ready;
use secrecy::{ExposeSecret as _, SecretString};

use super::{admit::Visit, table::Route};
use crate::app::App;

/// How long a call waits for a replica that answers: one is being started.
const WAIT: Duration = Duration::from_secs(15);
/// Between two looks for one.
const LOOK: Duration = Duration::from_millis(25);
/// Failures in a row after which others are preferred for a while.
const FAILURES: u32 = 2;
/// For how long.
const OUT: Duration = Duration::from_secs(5);
/// Replicas that may break off during a call until it is not made again: perhaps it is what ends them.
const BREAKS: usize = 2;
/// What a replica gets beyond the time limit of a call, to say itself that it was exceeded.
const GRACE: Duration = Duration::from_secs(5);

/// A replica, as calls see it.
pub(super) struct Peer {
    id: ReplicaId,
    version: VersionId,
    address: Address,
    token: SecretString,
    in_flight: AtomicUsize,
    failures: AtomicU32,
    known_since: Instant,
    /// Until when others are preferred, in milliseconds after that.
    out_until: AtomicU64,
}

impl Peer {
    /// A replica; nothing where it does not say where it is.
    pub(super) fn new(Ready { replica, token }: Ready, now: Instant) -> Option<Self> {
        Some(Self {
            id: replica.id,
            version: replica.version,
            address: replica.address?.parse().ok()?,
            token,
            in_flight: AtomicUsize::new(0),
            failures: AtomicU32::new(0),
            known_since: now,
            out_until: AtomicU64::new(0),
        })
    }

    pub(super) fn id(&self) -> ReplicaId {
        self.id
    }

    pub(super) fn version(&self) -> VersionId {
        self.version
    }

    fn is_out(&self, now: Instant) -> bool {
        self.out_until.load(Ordering::Relaxed) > self.millis(now)
    }

    fn is_well(&self) {
        self.failures.store(0, Ordering::Relaxed);
        self.out_until.store(0, Ordering::Relaxed);
    }

    fn has_failed(&self, now: Instant) {
        if self.failures.fetch_add(1, Ordering::Relaxed) + 1 >= FAILURES {
            self.out_until.store(self.millis(now + OUT), Ordering::Relaxed);
        }
    }

    fn millis(&self, moment: Instant) -> u64 {
        u64::try_from(moment.saturating_duration_since(self.known_since).as_millis()).unwrap_or(u64::MAX)
    }
}

/// A call that a replica has.
struct InFlight<'p>(&'p Peer);

impl<'p> InFlight<'p> {
    fn of(peer: &'p Peer) -> Self {
        peer.in_flight.fetch_add(1, Ordering::Relaxed);
        Self(peer)
    }
}

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.0.in_flight.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Calls a tool of a replica: of the one with the least to do. Another one is asked when that one cannot be reached, and when it breaks
/// off where repeating does no harm. `user` is who calls, where they have secrets of their own.
pub(super) async fn call(
    app: &App,
    (visit, user): (&Visit, Option<UserId>),
    server: &Server,
    request: &CallRequest,
    exchange: &Exchange,
    watch: &Watch,
) -> Result<Answer, RpcError> {
    let is_repeatable = server.is_repeatable(&request.name)?;
    let call_time = Duration::from_secs(u64::from(visit.route.server.settings.call_seconds));
    let began = app.clock().now();
    let caller = user.map(|user| user.to_string());
    let progress = exchange.progress();
    let client: &Client = &app.gateway().client;
    let (mut tried, mut breaks) = (Vec::new(), 0);
    loop {
        let Some(peer) = found(app, visit, &tried, began).await else {
            return Ok(Answer::error(
                "no process of this server answers at this moment; it is being started again; try again in a moment",
            ));
        };
        let _in_flight = InFlight::of(&peer);
        let reached = Reached { address: &peer.address, token: peer.token.expose_secret(), caller: caller.as_deref() };
        let asked = client.call(reached, request, progress.as_ref());
        match tokio::time::timeout(call_time + GRACE, asked).await {
            Ok(Ok(answer)) => {
                peer.is_well();
                if let Some(upstream) = answer.upstream {
                    watch.saw(upstream.took, upstream.status);
                }
                return Ok(Answer { upstream: None, ..answer });
            }
            Ok(Err(lost)) => {
                peer.has_failed(app.clock().now());
                tracing::warn!(server = %visit.route.server.id, replica = %peer.id, why = %lost, "a replica did not answer");
                breaks += usize::from(matches!(lost, Lost::Broken(_)));
                if let Some(why) = over(breaks, is_repeatable) {
                    return Ok(Answer::error(why));
                }
            }
            Err(_) => {
                peer.has_failed(app.clock().now());
                return Ok(Answer::error(format!(
                    "the server's process did not answer within {} s",
                    call_time.as_secs()
                )));
            }
        }
        tried.push(Arc::clone(&peer));
    }
}

/// What to say when a call is not made again after so many replicas broke off during it.
fn over(breaks: usize, is_repeatable: bool) -> Option<&'static str> {
    match breaks {
        0 => None,
        _ if !is_repeatable => Some(
            "the server's process broke off during the call; whether the call came through is not known, and it is not made again",
        ),
        BREAKS.. => Some(
            "the server's process broke off during the call, and so did another one; ask for less at once, or try again in a moment",
        ),
        _ => None,
    }
}

/// The replica for a call, as soon as there is one.
async fn found(app: &App, visit: &Visit, tried: &[Arc<Peer>], began: Instant) -> Option<Arc<Peer>> {
    let mut is_told = false;
    loop {
        // As it is known now: replicas come and go while a call waits.
        let tenant = app.gateway().table.tenant(visit.route.server.organisation);
        let fresh = tenant.and_then(|tenant| tenant.routes.get(&visit.route.server.id).map(Arc::clone));
        let route = fresh.as_ref().unwrap_or(&visit.route);
        let wanted = [visit.frozen.version, route.current.version];
        let chosen = wanted.iter().find_map(|version| chosen(route, *version, tried, app.clock().now()));
        if chosen.is_none() && !is_told && route.is_scaled {
            // Perhaps none runs because nobody called.
            is_told = true;
            super::pressure::wake(app, route.server.id).await;
        }
        if chosen.is_some() || app.clock().now().saturating_duration_since(began) >= WAIT {
            return chosen;
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// The replica of a version that has the least to do. One that failed a moment ago only where there is no other. One that was tried is not tried again, unless
/// it was away meanwhile: a pod is the same when its container was started anew.
fn chosen(route: &Route, version: VersionId, tried: &[Arc<Peer>], now: Instant) -> Option<Arc<Peer>> {
    let of_version = route
        .replicas
        .iter()
        .filter(|peer| peer.version == version && !tried.iter().any(|tried| Arc::ptr_eq(tried, peer)));
    of_version.min_by_key(|peer| (peer.is_out(now), peer.in_flight.load(Ordering::Relaxed))).map(Arc::clone)
}
