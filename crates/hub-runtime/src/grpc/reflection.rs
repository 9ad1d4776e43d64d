//! The messages of gRPC server reflection, whose two versions differ in nothing but their names (grpc/reflection/v1).

use http::HeaderMap;

use super::status::{Code, message};
use super::wire::{Raw, Reader, piece};
use super::{frame, headers};
use crate::send::Received;

/// The service, newest version first.
pub(crate) const PATHS: [&str; 2] = [
    "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
    "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
];

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Question {
    Services,
    /// The file that defines a service.
    FileOf(String),
    /// A file that another imports.
    File(String),
}

/// What a server says of itself.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) services: Vec<String>,
    /// Each a `FileDescriptorProto`.
    pub(crate) files: Vec<Vec<u8>>,
}

/// Why nothing was said.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Silence {
    /// The server does not have this version of the service.
    NotOffered,
    /// In words.
    Failed(String),
}

/// The headers of a question.
pub(crate) fn question_headers() -> HeaderMap {
    headers()
}

/// The body that asks.
pub(crate) fn ask(questions: &[Question]) -> Result<Vec<u8>, String> {
    let mut body = Vec::new();
    for question in questions {
        let mut message = Vec::new();
        match question {
            Question::Services => piece(&mut message, 7, b"*"),
            Question::FileOf(symbol) => piece(&mut message, 4, symbol.as_bytes()),
            Question::File(name) => piece(&mut message, 3, name.as_bytes()),
        }
        frame::write(&mut body, &message)?;
    }
    Ok(body)
}

/// What the server says. A question that it has no answer to costs only itself.
pub(crate) fn read(received: &Received, limit: usize) -> Result<Said, Silence> {
    let failed = |why: &str| Silence::Failed(why.to_owned());
    if received.status != http::StatusCode::OK {
        let missing = matches!(received.status.as_u16(), 404 | 405 | 415 | 501);
        let why = format!("the server answered {}", received.status);
        return Err(if missing { Silence::NotOffered } else { Silence::Failed(why) });
    }
    match Code::of(&received.headers) {
        Some(Code::OK) => {}
        Some(Code::UNIMPLEMENTED) => return Err(Silence::NotOffered),
        Some(code) => return Err(Silence::Failed(format!("{}: {}", code.name(), message(&received.headers)))),
        None => return Err(failed("the answer broke off, or is no gRPC")),
    }
    if received.cut {
        return Err(failed("it says too much of itself"));
    }
    let encoding = received.headers.get("grpc-encoding").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut said = Said::default();
    for message in frame::read(&received.body, encoding, limit).map_err(Silence::Failed)? {
        answer(&message, &mut said).ok_or_else(|| failed("the answer is none of server reflection"))?;
    }
    Ok(said)
}

fn answer(message: &[u8], said: &mut Said) -> Option<()> {
    let mut reader = Reader::new(message);
    while let Some((number, raw)) = reader.next().ok()? {
        let (4 | 6, Raw::Bytes(inner)) = (number, raw) else { continue };
        let mut inner = Reader::new(inner);
        while let Some((1, Raw::Bytes(bytes))) = inner.next().ok()? {
            if number == 4 {
                said.files.push(bytes.to_vec());
                continue;
            }
            let mut service = Reader::new(bytes);
            while let Some((field, raw)) = service.next().ok()? {
                if let (1, Raw::Bytes(name)) = (field, raw) {
                    said.services.push(String::from_utf8_lossy(name).into_owned());
                }
            }
        }
    }
    Some(())
}

/// The name of a file and those that it imports.
pub(crate) fn file(bytes: &[u8]) -> (String, Vec<String>) {
    let (mut name, mut imports) = (String::new(), Vec::new());
    let mut reader = Reader::new(bytes);
    while let Ok(Some((number, raw))) = reader.next() {
        if let (1 | 3, Raw::Bytes(text)) = (number, raw) {
            let text = String::from_utf8_lossy(text).into_owned();
            if number == 1 { name = text } else { imports.push(text) }
        }
    }
    (name, imports)
}

/// A `FileDescriptorSet` of some files.
pub(crate) fn set<'f>(files: impl Iterator<Item = &'f Vec<u8>>) -> Vec<u8> {
    let mut out = Vec::new();
    files.for_each(|file| piece(&mut out, 1, file));
    out
}
