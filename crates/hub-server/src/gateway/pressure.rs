//! Says how many calls are in flight, for servers that have as many replicas as there is to do: to whoever looks after them, and to Prometheus,
//! from which an adapter gives it to a cluster's autoscaler.

use std::{collections::HashMap, time::Duration};

use hub_deploy::kubernetes::manifests::{CALLS_FIGURE, CALLS_LABEL};
use hub_model::id::ServerId;
use hub_store::bus::Notice;
use tokio::{sync::watch, time::MissedTickBehavior};

use super::table::Route;
use crate::app::App;

/// How often calls are counted.
const LOOK: Duration = Duration::from_millis(200);
/// Counts of which the middle is told.
const COUNTS: u64 = 5;

/// Tells, until told to stop.
pub(super) async fn tell(app: App, mut stop: watch::Receiver<bool>) {
    let mut looks = tokio::time::interval(LOOK);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut sums: HashMap<ServerId, u64> = HashMap::new();
    let mut told: HashMap<ServerId, u64> = HashMap::new();
    for look in 1_u64.. {
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            _ = looks.tick() => {}
        }
        for route in app.gateway().table.scaled() {
            *sums.entry(route.server.id).or_default() += in_flight(&route);
        }
        if look % COUNTS != 0 {
            continue;
        }
        let mut now = HashMap::new();
        for (server, sum) in sums.drain() {
            let millicalls = sum.saturating_mul(1_000) / COUNTS;
            measure(server, millicalls);
            // That it is quiet is said once.
            if millicalls > 0 || told.contains_key(&server) {
                say(&app, server, millicalls).await;
            }
            if millicalls > 0 {
                now.insert(server, millicalls);
            }
        }
        told = now;
    }
}

/// One that is not counted any more is not told of any more after a minute: the recorder forgets it.
fn measure(server: ServerId, millicalls: u64) {
    #[expect(clippy::cast_precision_loss, reason = "nobody has so many calls")]
    let calls = millicalls as f64 / 1_000.0;
    metrics::gauge!(CALLS_FIGURE, CALLS_LABEL => server.to_string()).set(calls);
}

/// A call waits for a replica, and there is none.
pub(super) async fn wake(app: &App, server: ServerId) {
    say(app, server, 1_000).await;
}

async fn say(app: &App, server: ServerId, millicalls: u64) {
    let gateway = *app.gateway().number.get_or_init(|| {
        let mut random = [0; 8];
        app.entropy().fill(&mut random);
        u64::from_le_bytes(random)
    });
    app.store().bus().publish(Notice::Load { server, gateway, millicalls }).await;
}

/// Those that have leave to call.
fn in_flight(route: &Route) -> u64 {
    let most = usize::try_from(route.server.settings.concurrent_calls).unwrap_or(0);
    u64::try_from(most.saturating_sub(route.room.available_permits())).unwrap_or(0)
}
