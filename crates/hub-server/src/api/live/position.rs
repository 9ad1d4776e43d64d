//! How far somebody has followed: what comes after it is new to them.

use std::{fmt, str::FromStr};

use hub_model::id::CallId;

/// The last of each kind that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Position {
    pub(super) event: i64,
    pub(super) call: CallId,
    pub(super) line: CallId,
}

impl Position {
    /// The same, unless it is ahead of `latest`: nothing would come after it for hours. Then from `now` on.
    pub(super) fn reachable(self, latest: CallId, now: CallId) -> Self {
        let reachable = |id: CallId| if id > latest { now } else { id };
        Self { event: self.event, call: reachable(self.call), line: reachable(self.line) }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:x}.{:x}", self.event, self.call.0, self.line.0)
    }
}

impl FromStr for Position {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.split('.');
        let mut part = || parts.next().ok_or(());
        let event = part()?.parse().ok().filter(|event| *event >= 0).ok_or(())?;
        let mut id = || part().and_then(|text| u128::from_str_radix(text, 16).map(CallId).map_err(drop));
        let position = Self { event, call: id()?, line: id()? };
        if parts.next().is_some() { Err(()) } else { Ok(position) }
    }
}

#[cfg(test)]
mod tests {
    use super::{CallId, Position};

    #[test]
    fn a_position_of_a_clock_that_was_set_back_is_given_up() {
        let position = Position { event: 42, call: CallId(900), line: CallId(50) };
        let reachable = position.reachable(CallId(100), CallId(60));
        assert_eq!(reachable, Position { event: 42, call: CallId(60), line: CallId(50) });
    }

    #[test]
    fn positions_come_back_as_they_were() {
        let position = Position { event: 42, call: CallId(u128::MAX), line: CallId(7) };
        assert_eq!(position.to_string().parse(), Ok(position));
        for wrong in ["", "1", "1.2", "1.2.3.4", "-1.2.3", "x.2.3", "1.zz.3", "99999999999999999999.1.1"] {
            assert!(wrong.parse::<Position>().is_err(), "{wrong}");
        }
    }
}
