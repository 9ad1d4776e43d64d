//! Limits that all processes count together, in Redis.

use std::time::Duration;

use redis::{RedisError, Script};

use super::{Rate, Verdict};
use crate::bus::Redis;

/// The same algorithm as [`Rate::judge`], for several at once, by the clock of Redis, so that processes with different clocks agree.
const SCRIPT: &str = r"
local interval, burst, wanted = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local tat = tonumber(redis.call('GET', KEYS[1]) or '0')
local window = interval * burst
if tat > now + window then tat = 0 end
local begin = math.max(tat, now)
local room = math.floor((now + window - begin) / interval)
if room < 1 then
  return {0, 0, begin + interval - window - now, math.max(tat - now, 0)}
end
local granted = math.min(wanted, room)
local arrival = begin + interval * granted
redis.call('SET', KEYS[1], string.format('%.0f', arrival), 'PX', math.ceil((arrival - now) / 1000) + 1)
return {granted, room - granted, 0, arrival - now}
";

pub(super) struct Shared {
    redis: Redis,
    script: Script,
}

impl Shared {
    pub(super) fn new(redis: Redis) -> Self {
        Self { redis, script: Script::new(SCRIPT) }
    }

    /// Asks for so many; answers what it says to the first of them, and how many there are.
    pub(super) async fn take(&self, key: &str, rate: Rate, wanted: u32) -> Result<(Verdict, u32), RedisError> {
        let mut connection = self.redis.connection.clone();
        let answer: (i64, i64, i64, i64) = self
            .script
            .key(format!("mcphub:rate:{key}"))
            .arg(rate.interval().max(1))
            .arg(rate.burst.max(1))
            .arg(wanted)
            .invoke_async(&mut connection)
            .await?;
        let micros = |count: i64| Duration::from_micros(u64::try_from(count).unwrap_or(0));
        let granted = u32::try_from(answer.0).unwrap_or(0);
        let verdict = Verdict {
            is_allowed: granted > 0,
            remaining: u32::try_from(answer.1).unwrap_or(0).saturating_add(granted.saturating_sub(1)),
            retry_after: micros(answer.2),
            reset_after: micros(answer.3),
        };
        Ok((verdict, granted))
    }
}
