//! `Timestamp` and `Duration`: RFC 3339 and seconds with an `s`, down to nanoseconds.

/// Seconds of the first and last moment that RFC 3339 can write: the years 1 and 9999.
const FIRST: i64 = -62_135_596_800;
const LAST: i64 = 253_402_300_799;
/// About 10 000 years, the longest `Duration`.
const LONGEST: i64 = 315_576_000_000;
const DAY: i64 = 86_400;

/// Seconds since 1970 and nanoseconds of `2024-05-01T12:00:00.5+02:00`.
pub(super) fn timestamp(text: &str) -> Result<(i64, i32), String> {
    let wrong = || {
        let shown: String = text.chars().take(40).collect();
        format!("must be a time like `2024-05-01T12:00:00Z`, and `{shown}` is not")
    };
    let (date, clock) = text.split_once(['T', 't', ' ']).ok_or_else(wrong)?;
    let mut parts = date.splitn(3, '-');
    let mut next = |digits: usize| {
        let part = parts.next().filter(|part| part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()))?;
        part.parse::<i64>().ok()
    };
    let (year, month, day) = (next(4), next(2), next(2));
    let days = days(year.ok_or_else(wrong)?, month.ok_or_else(wrong)?, day.ok_or_else(wrong)?).ok_or_else(wrong)?;
    let at = clock.find(['Z', 'z', '+', '-']).ok_or_else(wrong)?;
    let (clock, zone) = clock.split_at_checked(at).ok_or_else(wrong)?;
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, ""));
    let seconds = of_day(clock, true).ok_or_else(wrong)?;
    let nanos = nanos(fraction).ok_or_else(wrong)?;
    let offset = match zone.split_at_checked(1) {
        Some(("Z" | "z", "")) => 0,
        Some(("+", offset)) => of_day(offset, false).ok_or_else(wrong)?,
        Some(("-", offset)) => -of_day(offset, false).ok_or_else(wrong)?,
        _ => return Err(wrong()),
    };
    let seconds = days * DAY + seconds - offset;
    if (FIRST..=LAST).contains(&seconds) { Ok((seconds, nanos)) } else { Err(wrong()) }
}

/// Seconds of `12:30:45` or of an offset, `02:00`.
fn of_day(text: &str, with_seconds: bool) -> Option<i64> {
    let mut numbers = Vec::new();
    for part in text.split(':') {
        let right = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        numbers.push(part.parse::<i64>().ok().filter(|_| right)?);
    }
    match (numbers.as_slice(), with_seconds) {
        ([hours @ 0..=23, minutes @ 0..=59, seconds @ 0..=59], true) => Some(hours * 3600 + minutes * 60 + seconds),
        ([hours @ 0..=23, minutes @ 0..=59], false) => Some(hours * 3600 + minutes * 60),
        _ => None,
    }
}

fn nanos(fraction: &str) -> Option<i32> {
    if fraction.len() > 9 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    if fraction.is_empty() { Some(0) } else { format!("{fraction:0<9}").parse().ok() }
}

/// Days from 1970-01-01 to a date of the Gregorian calendar, which is checked.
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let longest = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if !(1..=longest).contains(&day) || year < 1 {
        return None;
    }
    // Years that begin in March put the leap day at their end.
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(era * 146_097 + day_of_era - 719_468)
}

/// The date of a number of days since 1970-01-01.
fn date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// Seconds and nanoseconds of `-1.5s`, both with the sign.
pub(super) fn duration(text: &str) -> Result<(i64, i32), String> {
    let wrong = || {
        let shown: String = text.chars().take(40).collect();
        format!("must be a number of seconds like `3.5s`, and `{shown}` is not")
    };
    let number = text.strip_suffix('s').ok_or_else(wrong)?;
    let (sign, plain) = match number.strip_prefix('-') {
        Some(plain) => (-1, plain),
        None => (1, number),
    };
    let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
    let digits = !whole.is_empty() && whole.bytes().all(|byte| byte.is_ascii_digit());
    let seconds = whole.parse::<i64>().ok().filter(|seconds| digits && *seconds <= LONGEST).ok_or_else(wrong)?;
    let nanos = nanos(fraction).ok_or_else(wrong)?;
    let narrow: i32 = if sign < 0 { -1 } else { 1 };
    Ok((sign * seconds, narrow * nanos))
}

/// The text of a `Timestamp`; what is no time is shown as its numbers.
pub(super) fn timestamp_text(seconds: i64, nanos: i64) -> String {
    if !(FIRST..=LAST).contains(&seconds) || !(0..1_000_000_000).contains(&nanos) {
        return format!("{seconds} seconds and {nanos} nanoseconds after 1970");
    }
    let (year, month, day) = date(seconds.div_euclid(DAY));
    let rest = seconds.rem_euclid(DAY);
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{}Z", fraction(nanos))
}

/// The text of a `Duration`.
pub(super) fn duration_text(seconds: i64, nanos: i64) -> String {
    let sign = if seconds < 0 || nanos < 0 { "-" } else { "" };
    format!("{sign}{}{}s", seconds.unsigned_abs(), fraction(nanos.saturating_abs()))
}

/// Three, six or nine digits, as many as it takes.
fn fraction(nanos: i64) -> String {
    match nanos {
        0 => String::new(),
        _ if nanos % 1_000_000 == 0 => format!(".{:03}", nanos / 1_000_000),
        _ if nanos % 1_000 == 0 => format!(".{:06}", nanos / 1_000),
        _ => format!(".{nanos:09}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_go_there_and_back() {
        for (text, seconds, nanos, again) in [
            ("1970-01-01T00:00:00Z", 0, 0, "1970-01-01T00:00:00Z"),
            ("2024-02-29T12:30:45.5+02:00", 1_709_202_645, 500_000_000, "2024-02-29T10:30:45.500Z"),
            ("0001-01-01T00:00:00Z", FIRST, 0, "0001-01-01T00:00:00Z"),
            ("9999-12-31T23:59:59.999999999Z", LAST, 999_999_999, "9999-12-31T23:59:59.999999999Z"),
            ("1969-12-31T23:59:59.000001Z", -1, 1_000, "1969-12-31T23:59:59.000001Z"),
        ] {
            assert_eq!(timestamp(text), Ok((seconds, nanos)), "{text}");
            assert_eq!(timestamp_text(seconds, i64::from(nanos)), again);
        }
        for text in [
            "2024-02-30T00:00:00Z",
            "2024-01-01",
            "2024-01-01T24:00:00Z",
            "2024-01-01T00:00:00",
            "ä",
            "1-1-1T1:1:1Z",
            "",
        ] {
            assert!(timestamp(text).is_err(), "{text}");
        }
    }

    #[test]
    fn durations_go_there_and_back() {
        for (text, seconds, nanos) in
            [("0s", 0, 0), ("-1.500s", -1, -500_000_000), ("3.000000001s", 3, 1), ("-0.250s", 0, -250_000_000)]
        {
            assert_eq!(duration(text), Ok((seconds, nanos)), "{text}");
            assert_eq!(duration_text(seconds, i64::from(nanos)), text);
        }
        for text in ["1", "s", "1.s2", "--1s", "1.0000000001s", "315576000001s", "+1s"] {
            assert!(duration(text).is_err(), "{text}");
        }
    }
}
