//! The bus and limits, within one process and through Redis.

use std::{
    io::{Read as _, Write as _},
    process::{Child, Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use hub_model::id::JobId;
use hub_store::{Store, bus::Notice, limits::Rate};

use crate::{
    hub::{self, Hub},
    services,
};

const RATE: Rate = Rate { burst: 4, period: Duration::from_secs(40) };

macro_rules! on_sqlite {
    ($($name:ident => $test:ident),* $(,)?) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            hub::on_sqlite($test).await;
        }
    )*};
}

on_sqlite![
    limits_are_counted_in_one_process => local_limits,
    two_stores_count_together => shared_limits,
    busy_stores_ask_for_several_and_never_get_too_many => leased_limits,
    without_redis_each_counts_alone_and_nobody_waits => lost_limits,
    a_clock_of_redis_that_was_set_back_locks_nobody_out => set_back_limits,
    notices_are_heard_in_one_process => local_bus,
    two_stores_hear_each_other => shared_bus,
    notices_are_heard_again_after_a_restart => restarted_bus,
];

async fn taken(store: &Store, key: &str, times: u32) -> u32 {
    let mut allowed = 0;
    for _ in 0..times {
        allowed += u32::from(store.limits().take(key, RATE).await.is_allowed);
    }
    allowed
}

async fn local_limits(hub: Arc<Hub>) {
    assert_eq!(taken(&hub.store, "ada", 9).await, 4);
    let verdict = hub.store.limits().take("ada", RATE).await;
    assert!(!verdict.is_allowed && verdict.retry_after <= Duration::from_secs(10), "{verdict:?}");
    assert_eq!(taken(&hub.store, "bob", 1).await, 1);
    hub.clock.by(Duration::from_secs(20));
    assert_eq!(taken(&hub.store, "ada", 9).await, 2);
    hub.clock.by(Duration::from_secs(4000));
    assert_eq!(taken(&hub.store, "ada", 9).await, 4, "there is never more than the burst");
}

async fn shared_limits(hub: Arc<Hub>) {
    let Some(redis) = services::redis() else { return };
    let one = hub.with(|settings| settings.redis = Some(redis.to_owned())).await;
    let two = hub.with(|settings| settings.redis = Some(redis.to_owned())).await;
    let key = hub::unique();
    assert_eq!(taken(&one, &key, 3).await, 3);
    assert_eq!(taken(&two, &key, 5).await, 1);
    let verdict = one.limits().take(&key, RATE).await;
    assert!(!verdict.is_allowed && verdict.remaining == 0, "{verdict:?}");
    assert!(verdict.retry_after > Duration::from_secs(5) && verdict.retry_after <= Duration::from_secs(10));
    assert!(verdict.reset_after > Duration::from_secs(35) && verdict.reset_after <= Duration::from_secs(40));
    assert_eq!(taken(&two, &format!("{key}/other"), 9).await, 4);
}

/// Two stores call at the same time, far more than is allowed: all of what is allowed is had, no more, and Redis is asked far less often.
async fn leased_limits(hub: Arc<Hub>) {
    let Some(private) = Private::start(None) else { return };
    let url = private.url();
    let one = Arc::new(hub.with(|settings| settings.redis = Some(url.clone())).await);
    let two = Arc::new(hub.with(|settings| settings.redis = Some(url.clone())).await);
    // So long a period that nothing fills up meanwhile.
    let rate = Rate { burst: 2_000, period: Duration::from_secs(2_000_000) };
    let takes = [one, two].map(|store| {
        tokio::spawn(async move {
            let mut allowed = 0_u32;
            for _ in 0..3_000 {
                allowed += u32::from(store.limits().take("busy", rate).await.is_allowed);
            }
            allowed
        })
    });
    let [one, two] = takes;
    let allowed = one.await.unwrap() + two.await.unwrap();
    assert_eq!(allowed, 2_000);
    let mut connection = redis::Client::open(url).unwrap().get_connection().unwrap();
    let said: String = redis::cmd("INFO").arg("commandstats").query(&mut connection).unwrap();
    let sets = said.lines().find_map(|line| line.strip_prefix("cmdstat_set:calls=")).unwrap();
    let sets: u32 = sets.split(',').next().unwrap().parse().unwrap();
    assert!(sets < 400, "Redis gave leave {sets} times for 2,000 calls");
}

/// A Redis of a test's own, which it can end.
struct Private {
    port: u16,
    process: Child,
    folder: tempfile::TempDir,
}

impl Private {
    fn start(port: Option<u16>) -> Option<Self> {
        services::redis()?;
        let free = || std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let (port, folder) = (port.unwrap_or_else(free), tempfile::tempdir().unwrap());
        let process = Command::new("redis-server")
            .args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"])
            .current_dir(folder.path())
            .stdout(Stdio::null())
            .spawn()
            .ok()?;
        let begin = Instant::now();
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(begin.elapsed() < Duration::from_secs(10), "Redis does not start");
            std::thread::sleep(Duration::from_millis(20));
        }
        Some(Self { port, process, folder })
    }

    fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    fn stop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for Private {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        assert!(self.folder.path().exists());
    }
}

async fn lost_limits(hub: Arc<Hub>) {
    let Some(mut redis) = Private::start(None) else { return };
    let store = hub.with(|settings| settings.redis = Some(redis.url())).await;
    store.bus().ping().await.unwrap();
    assert_eq!(taken(&store, "ada", 9).await, 4);
    redis.stop();
    let begin = Instant::now();
    assert_eq!(taken(&store, "ada", 50).await, 4, "counted anew, in this process");
    // What is committed is not held up either.
    for number in 0..20 {
        store.bus().publish(Notice::Job { id: JobId(number) }).await;
    }
    assert!(begin.elapsed() < Duration::from_secs(4), "{:?}", begin.elapsed());
    assert!(store.bus().ping().await.is_err());
    let again = Private::start(Some(redis.port)).unwrap();
    let mut is_shared = false;
    for _ in 0..60 {
        tokio::time::sleep(Duration::from_millis(100)).await;
        is_shared = taken(&store, "bob", 1).await == 0 && store.bus().ping().await.is_ok();
        if is_shared {
            break;
        }
    }
    assert!(is_shared);
    drop(again);
}

async fn set_back_limits(hub: Arc<Hub>) {
    let Some(redis) = Private::start(None) else { return };
    let store = hub.with(|settings| settings.redis = Some(redis.url())).await;
    assert_eq!(taken(&store, "ada", 9).await, 4);
    // What was counted while the clock was ahead by years.
    let mut line = std::net::TcpStream::connect(("127.0.0.1", redis.port)).unwrap();
    line.write_all(b"SET mcphub:rate:ada 9999999999999999\r\n").unwrap();
    let mut said = [0; 5];
    line.read_exact(&mut said).unwrap();
    assert_eq!(&said, b"+OK\r\n");
    assert_eq!(taken(&store, "ada", 9).await, 4);
}

async fn local_bus(hub: Arc<Hub>) {
    let (mut one, mut two) = (hub.store.bus().subscribe(), hub.store.bus().subscribe());
    hub.store.bus().publish(Notice::JobDue).await;
    assert_eq!((one.recv().await.unwrap(), two.recv().await.unwrap()), (Notice::JobDue, Notice::JobDue));
    hub.store.bus().ping().await.unwrap();
}

/// Whether a notice that `from` sends is heard at `to`, soon.
async fn is_heard(from: &Store, to: &mut tokio::sync::broadcast::Receiver<Notice>, id: u128) -> bool {
    let notice = Notice::Job { id: JobId(id) };
    from.bus().publish(notice.clone()).await;
    let heard = async {
        while let Ok(heard) = to.recv().await {
            if heard == notice {
                return;
            }
        }
    };
    tokio::time::timeout(Duration::from_millis(200), heard).await.is_ok()
}

async fn heard_at_last(from: &Store, to: &mut tokio::sync::broadcast::Receiver<Notice>, begin: u128) -> bool {
    for id in begin..begin + 40 {
        if is_heard(from, to, id).await {
            return true;
        }
    }
    false
}

async fn shared_bus(hub: Arc<Hub>) {
    let Some(redis) = Private::start(None) else { return };
    let one = hub.with(|settings| settings.redis = Some(redis.url())).await;
    let two = hub.with(|settings| settings.redis = Some(redis.url())).await;
    let (mut at_one, mut at_two) = (one.bus().subscribe(), two.bus().subscribe());
    assert!(is_heard(&one, &mut at_one, 1).await, "what one says oneself is heard at once");
    assert!(heard_at_last(&one, &mut at_two, 100).await && heard_at_last(&two, &mut at_one, 200).await);
    while at_one.try_recv().is_ok() {}
    let last = Notice::Job { id: JobId(900) };
    one.bus().publish(last.clone()).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    let mut heard = 0;
    while let Ok(notice) = at_one.try_recv() {
        heard += u32::from(notice == last);
    }
    assert_eq!(heard, 1, "once, not again through Redis");
    // What a transaction of one process changes, another one hears of.
    let tx = one.begin(hub_store::Origin::system()).await.unwrap();
    let new = hub_store::accounts::users::New {
        email: "a@b".to_owned(),
        name: String::new(),
        password: None,
        is_admin: false,
    };
    hub_store::accounts::users::create(&tx, new).await.unwrap();
    tx.commit().await.unwrap();
    let told = async {
        loop {
            if let Notice::Events { scope: None, last } = at_two.recv().await.unwrap() {
                return last;
            }
        }
    };
    assert_eq!(tokio::time::timeout(Duration::from_secs(5), told).await.unwrap(), 1);
}

async fn restarted_bus(hub: Arc<Hub>) {
    let Some(mut redis) = Private::start(None) else { return };
    let one = hub.with(|settings| settings.redis = Some(redis.url())).await;
    let two = hub.with(|settings| settings.redis = Some(redis.url())).await;
    let mut at_two = two.bus().subscribe();
    assert!(heard_at_last(&one, &mut at_two, 100).await);
    redis.stop();
    assert!(is_heard(&two, &mut at_two, 1).await, "oneself");
    assert!(!is_heard(&one, &mut at_two, 2).await);
    let _again = Private::start(Some(redis.port)).unwrap();
    assert!(heard_at_last(&one, &mut at_two, 200).await);
}
