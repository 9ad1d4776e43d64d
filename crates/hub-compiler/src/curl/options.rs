//! The options of one `curl` command (curl's manual, version 8) to requests.

use hub_model::{Diagnostic, SchemeKind};

use super::words::Command;
use crate::findings::Findings;
use crate::sample::{Address, Auth, FormPart, Pair, Payload, Refusal, Sample, infer, query_pairs, report_secret, text};

/// Short options that take a value, beside those that are understood.
const SHORT_WITH_VALUE: &str = "owmxEKYyzCDPQrtU";

/// Long options that take a value and say nothing of the request.
const LONG_WITH_VALUE: [&str; 40] = [
    "output",
    "write-out",
    "max-time",
    "connect-timeout",
    "proxy",
    "proxy-user",
    "cacert",
    "capath",
    "cert",
    "cert-type",
    "key",
    "key-type",
    "pass",
    "ciphers",
    "config",
    "cookie-jar",
    "retry",
    "retry-delay",
    "retry-max-time",
    "limit-rate",
    "max-redirs",
    "max-filesize",
    "interface",
    "resolve",
    "connect-to",
    "dns-servers",
    "unix-socket",
    "range",
    "time-cond",
    "dump-header",
    "stderr",
    "trace",
    "trace-ascii",
    "output-dir",
    "tls-max",
    "local-port",
    "speed-limit",
    "speed-time",
    "continue-at",
    "variable",
];

/// What the options of one command say.
#[derive(Default)]
struct Request {
    method: String,
    urls: Vec<String>,
    headers: Vec<Pair>,
    data: Vec<Data>,
    form: Vec<FormPart>,
    upload: bool,
    get: bool,
    head: bool,
    json: bool,
    auth: Auth,
    user: Option<String>,
    scheme: Option<&'static str>,
}

/// One `--data`.
enum Data {
    Text(String),
    /// `name=content`, still to be encoded.
    Pair(Pair),
    File,
}

/// The requests that a command makes.
pub(super) fn samples(command: &Command, place: &str, findings: &mut Findings) -> Result<Vec<Sample>, Refusal> {
    let mut samples = Vec::new();
    for words in command.words.split(|word| word == "--next" || word == "-:") {
        let request = parse(words, place, findings);
        if request.urls.is_empty() {
            return Err(("no-address", "the command names no address".to_owned()));
        }
        let credentials = credentials(&request, place, findings);
        let count = request.urls.len();
        for (at, url) in request.urls.iter().enumerate() {
            let mut sample = sample(&request, url, place, findings);
            sample.auth = credentials.clone();
            if count == 1 || at == 0 {
                sample.name = command
                    .comment
                    .first()
                    .map(|line| line.trim_end_matches([':', '.']).to_owned())
                    .unwrap_or_default();
                sample.description = command.comment.get(1..).unwrap_or_default().join("\n");
            }
            samples.push(sample);
        }
    }
    Ok(samples)
}

fn parse(words: &[String], place: &str, findings: &mut Findings) -> Request {
    let mut request = Request::default();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        if let Some(long) = word.strip_prefix("--") {
            let (name, inline) = long.split_once('=').map_or((long, None), |(name, value)| (name, Some(value)));
            let takes = takes_value(name);
            let value = match inline {
                Some(value) if takes => value.to_owned(),
                _ if takes => words.next().cloned().unwrap_or_default(),
                _ => String::new(),
            };
            option(&mut request, name, value, place, findings);
        } else if let Some(flags) = word.strip_prefix('-').filter(|flags| !flags.is_empty()) {
            for (at, flag) in flags.char_indices() {
                let Some(name) = long_name(flag) else {
                    if SHORT_WITH_VALUE.contains(flag) {
                        if flags.get(at + flag.len_utf8()..).unwrap_or_default().is_empty() {
                            words.next();
                        }
                        break;
                    }
                    continue;
                };
                if !takes_value(name) {
                    option(&mut request, name, String::new(), place, findings);
                    continue;
                }
                let rest = flags.get(at + flag.len_utf8()..).unwrap_or_default();
                let value = if rest.is_empty() { words.next().cloned().unwrap_or_default() } else { rest.to_owned() };
                option(&mut request, name, value, place, findings);
                break;
            }
        } else {
            request.urls.push(word.clone());
        }
    }
    request
}

fn long_name(flag: char) -> Option<&'static str> {
    Some(match flag {
        'X' => "request",
        'H' => "header",
        'd' => "data",
        'F' => "form",
        'u' => "user",
        'b' => "cookie",
        'A' => "user-agent",
        'e' => "referer",
        'G' => "get",
        'I' => "head",
        'T' => "upload-file",
        'k' => "insecure",
        _ => return None,
    })
}

fn takes_value(name: &str) -> bool {
    matches!(
        name,
        "request"
            | "header"
            | "data"
            | "data-raw"
            | "data-ascii"
            | "data-binary"
            | "data-urlencode"
            | "json"
            | "form"
            | "form-string"
            | "user"
            | "cookie"
            | "user-agent"
            | "referer"
            | "upload-file"
            | "url"
            | "url-query"
            | "oauth2-bearer"
            | "aws-sigv4"
    ) || LONG_WITH_VALUE.contains(&name)
}

fn option(request: &mut Request, name: &str, value: String, place: &str, findings: &mut Findings) {
    match name {
        "request" => request.method = value.trim().to_ascii_uppercase(),
        "header" => request.headers.extend(header(&value)),
        "data" | "data-ascii" | "data-binary" if value.starts_with('@') => request.data.push(Data::File),
        "data" | "data-ascii" => request.data.push(Data::Text(value.replace(['\n', '\r'], ""))),
        "data-binary" | "data-raw" => request.data.push(Data::Text(value)),
        "json" => {
            request.json = true;
            request.data.push(if value.starts_with('@') { Data::File } else { Data::Text(value) });
        }
        "data-urlencode" => request.data.push(urlencoded(&value)),
        "form" | "form-string" => request.form.extend(form_part(&value, name == "form-string")),
        "user" => request.user = Some(value),
        "cookie" if value.contains('=') || value.contains("{{") => {
            request.headers.push(Pair { name: "Cookie".to_owned(), value, ..Pair::default() });
        }
        "upload-file" => request.upload = true,
        "get" => request.get = true,
        "head" => request.head = true,
        "url" => request.urls.push(value),
        "url-query" => request.data.push(urlencoded(&value)),
        "oauth2-bearer" => {
            let value = format!("Bearer {value}");
            request.headers.push(Pair { name: "Authorization".to_owned(), value, ..Pair::default() });
        }
        "digest" => request.scheme = Some("Digest"),
        "ntlm" => request.scheme = Some("NTLM"),
        "negotiate" => request.scheme = Some("Negotiate"),
        "aws-sigv4" => request.scheme = Some("AWS4-HMAC-SHA256"),
        "insecure" => {
            let message = "certificates are checked all the same";
            findings.push(Diagnostic::info("insecure-ignored", message, place));
        }
        _ => {}
    }
}

/// `Name: value`; `Name;` is an empty header and `Name:` takes one away.
fn header(text: &str) -> Option<Pair> {
    let (name, value) = text.split_once(':')?;
    let pair = Pair { name: name.trim().to_owned(), value: value.trim().to_owned(), ..Pair::default() };
    (!pair.value.is_empty() && !pair.name.starts_with('@')).then_some(pair)
}

/// `name=content`, `=content`, `content` or `name@file`.
fn urlencoded(text: &str) -> Data {
    match text.split_once('=') {
        Some(("", content)) => Data::Text(content.to_owned()),
        Some((name, content)) => {
            Data::Pair(Pair { name: name.to_owned(), value: content.to_owned(), ..Pair::default() })
        }
        None => match text.split_once('@') {
            Some((name, _)) if !name.is_empty() => Data::Pair(Pair { name: name.to_owned(), ..Pair::default() }),
            Some(_) => Data::File,
            None => Data::Text(text.to_owned()),
        },
    }
}

/// `name=value;type=…`, `name=@file`, `name=<file`.
fn form_part(text: &str, plain: bool) -> Option<FormPart> {
    let (name, content) = text.split_once('=')?;
    let name = name.trim().to_owned();
    if plain {
        return Some(FormPart {
            pair: Pair { name, value: content.to_owned(), ..Pair::default() },
            file: false,
            media_type: String::new(),
        });
    }
    let (value, rest) = content.split_once(';').unwrap_or((content, ""));
    let media_type = rest.split(';').find_map(|part| part.trim().strip_prefix("type=")).unwrap_or_default().to_owned();
    let file = value.starts_with('@');
    let value = if file || value.starts_with('<') { String::new() } else { value.trim_matches('"').to_owned() };
    Some(FormPart { pair: Pair { name, value, ..Pair::default() }, file, media_type })
}

fn credentials(request: &Request, place: &str, findings: &mut Findings) -> Auth {
    let Some(user) = &request.user else { return request.auth.clone() };
    let name = match user.split_once(':') {
        Some((_, password)) => text::only_variable(password),
        None => text::only_variable(user),
    };
    if name.is_none() && !user.is_empty() {
        report_secret("`--user`", request.scheme.map_or("basic", |_| "NAME"), place, findings);
    }
    let kind = match request.scheme {
        None => SchemeKind::Basic,
        Some(scheme) => {
            let message = format!("`{scheme}` authentication signs each request, which is not done yet");
            let help = "use another way to authenticate where the API has one";
            findings.push(Diagnostic::warning("unsupported-security-scheme", message, place).help(help));
            SchemeKind::Http { scheme: scheme.to_owned() }
        }
    };
    Auth::Scheme { kind, name: String::new(), scopes: Vec::new() }
}

fn sample(request: &Request, url: &str, place: &str, findings: &mut Findings) -> Sample {
    let (mut address, mut query) = Address::parse(url);
    address.path = with_variables(&address.path);
    query.iter_mut().for_each(|pair| pair.value = filled_in(&pair.value));
    let mut headers = request.headers.clone();
    let mut body = None;
    if request.get {
        query.extend(pairs(&request.data));
    } else {
        body = payload(request, &headers, place, findings);
    }
    headers.retain(|pair| !pair.name.eq_ignore_ascii_case("content-type"));
    let method = match (&body, request.method.as_str()) {
        (_, method) if !method.is_empty() => method.to_owned(),
        _ if request.head => "HEAD".to_owned(),
        _ if request.upload => "PUT".to_owned(),
        (Some(_), _) => "POST".to_owned(),
        _ => "GET".to_owned(),
    };
    Sample { place: place.to_owned(), method, address, query, headers, body, ..Sample::default() }
}

fn payload(request: &Request, headers: &[Pair], place: &str, findings: &mut Findings) -> Option<Payload> {
    let declared = headers.iter().find(|pair| pair.name.eq_ignore_ascii_case("content-type"));
    let mut media_type = declared.map(|pair| pair.value.clone()).unwrap_or_default();
    if request.json && media_type.is_empty() {
        media_type = "application/json".to_owned();
    }
    if !request.form.is_empty() {
        return Some(Payload::Multipart(request.form.clone()));
    }
    if request.upload {
        let media_type = if media_type.is_empty() { "application/octet-stream".to_owned() } else { media_type };
        return Some(Payload::File { media_type });
    }
    if request.data.is_empty() {
        return None;
    }
    if request.data.iter().any(|data| matches!(data, Data::File)) {
        return Some(match media_type.as_str() {
            "" => Payload::File { media_type: "application/octet-stream".to_owned() },
            json if json.contains("json") => Payload::Json { media_type, samples: Vec::new() },
            _ => Payload::Text { media_type, example: String::new() },
        });
    }
    if media_type.is_empty() || media_type.contains("urlencoded") {
        if let [Data::Text(text)] = request.data.as_slice()
            && text.trim_start().starts_with(['{', '['])
            && let Some(value) = infer::json(text)
        {
            let message = "the body is JSON, but the command sends it as a form; it is sent as JSON";
            findings.push(Diagnostic::info("body-type", message, place));
            return Some(Payload::Json { media_type: "application/json".to_owned(), samples: vec![value] });
        }
        return Some(Payload::Form(pairs(&request.data)));
    }
    let texts: Vec<&str> = request
        .data
        .iter()
        .filter_map(|data| if let Data::Text(text) = data { Some(text.as_str()) } else { None })
        .collect();
    let text = texts.join(if request.json { "" } else { "&" });
    if media_type.contains("json")
        && let Some(value) = infer::json(&text)
    {
        return Some(Payload::Json { media_type, samples: vec![value] });
    }
    Some(Payload::Text { media_type, example: text })
}

fn pairs(data: &[Data]) -> Vec<Pair> {
    let pairs = data.iter().flat_map(|data| match data {
        Data::Text(text) => query_pairs(text),
        Data::Pair(pair) => vec![pair.clone()],
        Data::File => Vec::new(),
    });
    pairs.map(|pair| Pair { value: filled_in(&pair.value), ..pair }).collect()
}

/// The path with what is to be filled in as variables: `YOUR_ID`, `ACCOUNT_SID`.
fn with_variables(path: &str) -> String {
    path.split('/').map(filled_in).collect::<Vec<_>>().join("/")
}

fn filled_in(text: &str) -> String {
    let shouted = text.contains('_')
        && text.len() > 3
        && text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    if shouted { format!("{{{{{}}}}}", text.trim_start_matches("YOUR_").to_ascii_lowercase()) } else { text.to_owned() }
}
