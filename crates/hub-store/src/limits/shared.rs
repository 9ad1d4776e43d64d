//! Limits that all processes count together, in Redis.

use std::time::Duration;

use redis::{RedisError, Script};

use super::{Rate, Verdict};
use crate::bus::Redis;

/// The same algorithm as [`Rate::judge`], by the clock of Redis, so that processes with different clocks agree.
const SCRIPT: &str = r"
local interval, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local tat = tonumber(redis.call('GET', KEYS[1]) or '0')
if tat > now + interval * burst then tat = 0 end
local arrival = math.max(tat, now) + interval
local earliest = arrival - interval * burst
if earliest > now then
  return {0, 0, earliest - now, math.max(tat - now, 0)}
end
redis.call('SET', KEYS[1], string.format('%.0f', arrival), 'PX', math.ceil((arrival - now) / 1000) + 1)
return {1, math.floor((now - earliest) / interval), 0, arrival - now}
";

pub(super) struct Shared {
    redis: Redis,
    script: Script,
}

impl Shared {
    pub(super) fn new(redis: Redis) -> Self {
        Self { redis, script: Script::new(SCRIPT) }
    }

    pub(super) async fn take(&self, key: &str, rate: Rate) -> Result<Verdict, RedisError> {
        let mut connection = self.redis.connection.clone();
        let answer: (i64, i64, i64, i64) = self
            .script
            .key(format!("mcphub:rate:{key}"))
            .arg(rate.interval().max(1))
            .arg(rate.burst.max(1))
            .invoke_async(&mut connection)
            .await?;
        let micros = |count: i64| Duration::from_micros(u64::try_from(count).unwrap_or(0));
        Ok(Verdict {
            is_allowed: answer.0 == 1,
            remaining: u32::try_from(answer.1).unwrap_or(0),
            retry_after: micros(answer.2),
            reset_after: micros(answer.3),
        })
    }
}
