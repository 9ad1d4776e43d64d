//! Calls of one operation to one request: what was always there, what was there sometimes, and what varied.

use std::collections::HashSet;

use super::entry::Recorded;
use super::template::{Group, Segment, answers, values};
use crate::sample::{Address, Pair, Payload, Role, Sample};

/// Calls of one operation that are compared.
const MOST: usize = 40;

/// Headers that belong to a browser, a proxy or a tracer.
const NOISE: [&str; 34] = [
    "accept-language",
    "accept-encoding",
    "user-agent",
    "referer",
    "origin",
    "cache-control",
    "pragma",
    "dnt",
    "priority",
    "upgrade-insecure-requests",
    "if-none-match",
    "if-modified-since",
    "range",
    "connection",
    "host",
    "content-length",
    "content-type",
    "traceparent",
    "tracestate",
    "baggage",
    "newrelic",
    "sentry-trace",
    "x-request-id",
    "x-correlation-id",
    "x-amzn-trace-id",
    "x-client-data",
    "save-data",
    "purpose",
    "via",
    "forwarded",
    "alt-used",
    "proxy-connection",
    "content-encoding",
    "date",
];

/// The request that stands for a group.
pub(super) fn sample(mut group: Group) -> Sample {
    let mut path_variables = Vec::new();
    let mut path = String::new();
    for (position, segment) in group.segments.iter().enumerate() {
        path.push('/');
        match segment {
            Segment::Text(text) => path.push_str(text),
            Segment::Variable(name) => {
                path.push_str(&format!("{{{{{name}}}}}"));
                let seen: HashSet<&str> = values(&group, position).take(MOST).collect();
                let mut others: Vec<String> = seen.into_iter().map(str::to_owned).collect();
                others.sort();
                path_variables.push(Pair { name: name.clone(), others, ..Pair::default() });
            }
        }
    }
    let answers = answers(&mut group, MOST);
    let had_user = group.calls.iter().any(|call| call.address.had_user);
    let query = united(&group.calls, |call| &call.query);
    let headers = headers(&group.calls);
    let place = group.place().to_owned();
    let name = group.calls.first().map(|call| match &call.body {
        Some(Payload::GraphQl { operation, .. }) => operation.clone(),
        _ => String::new(),
    });
    Sample {
        place,
        name: name.unwrap_or_default(),
        method: group.method,
        address: Address { base: group.base, path, had_user },
        query: query.into_iter().filter(|pair| !is_cache_buster(pair)).collect(),
        headers,
        body: bodies(group.calls),
        answers,
        path_variables,
        ..Sample::default()
    }
}

/// `_=1700000000000`
fn is_cache_buster(pair: &Pair) -> bool {
    let named = matches!(pair.name.as_str(), "_" | "_t" | "t" | "ts" | "cb" | "rnd" | "nocache");
    named && pair.value.len() >= 8 && pair.value.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

/// Each name once, or twice where it was there twice in one request; with what other values it had.
fn united<'c>(calls: &'c [Recorded], of: impl Fn(&'c Recorded) -> &'c Vec<Pair>) -> Vec<Pair> {
    let mut all: Vec<(Pair, usize)> = Vec::new();
    for call in calls {
        let mut here: Vec<&str> = Vec::new();
        for pair in of(call) {
            let again = here.iter().filter(|name| **name == pair.name).count();
            here.push(&pair.name);
            if again > 1 {
                continue;
            }
            let room = all.len() < 500;
            match all.iter_mut().filter(|(known, _)| known.name == pair.name).nth(again) {
                Some((known, count)) => {
                    *count += 1;
                    if known.value != pair.value && known.others.len() < MOST && !known.others.contains(&pair.value) {
                        known.others.push(pair.value.clone());
                    }
                }
                None if room => all.push((pair.clone(), 1)),
                None => {}
            }
        }
    }
    let several = calls.len() > 1;
    let role = |pair: &Pair, count: usize| match (count >= calls.len(), pair.others.is_empty()) {
        (false, _) => Role::Sometimes,
        (true, false) if several => Role::Required,
        (true, _) => Role::Saved,
    };
    all.into_iter().map(|(pair, count)| Pair { role: role(&pair, count), ..pair }).collect()
}

fn headers(calls: &[Recorded]) -> Vec<Pair> {
    let noise = |name: &str| {
        let lower = name.to_ascii_lowercase();
        let starts = [":", "sec-", "x-datadog-", "x-b3-", "x-forwarded-", "cf-", "x-sentry", "proxy-"];
        NOISE.contains(&lower.as_str()) || starts.iter().any(|start| lower.starts_with(start))
    };
    let mut kept: Vec<Pair> =
        united(calls, |call| &call.headers).into_iter().filter(|pair| !noise(&pair.name)).collect();
    for pair in &mut kept {
        let count = calls
            .iter()
            .filter(|call| call.headers.iter().any(|header| header.name.eq_ignore_ascii_case(&pair.name)))
            .count();
        // One that varies is an argument; one that was sometimes there need not be.
        let constant = pair.others.is_empty() && count == calls.len();
        pair.role = if constant { Role::Saved } else { Role::Example };
    }
    kept
}

/// The bodies of all calls as one.
fn bodies(calls: Vec<Recorded>) -> Option<Payload> {
    let mut bodies = calls.into_iter().filter_map(|call| call.body).take(MOST);
    let mut first = bodies.next()?;
    for other in bodies {
        match (&mut first, other) {
            (Payload::Json { samples, .. }, Payload::Json { samples: more, .. }) => samples.extend(more),
            (Payload::GraphQl { variables, .. }, Payload::GraphQl { variables: more, .. }) => variables.extend(more),
            (Payload::Form(pairs), Payload::Form(more)) => {
                for pair in more {
                    match pairs.iter_mut().find(|known| known.name == pair.name) {
                        Some(known) if known.value != pair.value => known.others.push(pair.value),
                        Some(_) => {}
                        None => pairs.push(pair),
                    }
                }
            }
            (Payload::Multipart(parts), Payload::Multipart(more)) => {
                let known: HashSet<String> = parts.iter().map(|part| part.pair.name.clone()).collect();
                parts.extend(more.into_iter().filter(|part| !known.contains(&part.pair.name)));
            }
            _ => {}
        }
    }
    Some(first)
}
