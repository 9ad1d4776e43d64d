//! The files of a project that templates make.

use super::super::render::File;

macro_rules! source {
    ($($name:literal $needs:literal,)*) => {
        [$(File {
            path: concat!("src/", $name, ".rs"),
            needs: $needs,
            text: include_str!(concat!("../../../templates/rust/", $name, ".rs.j2")),
        },)*]
    };
}

/// The modules, each with what has to be used for it to be there.
pub(super) const SOURCES: [File; 61] = source! {
    "about" "", "answer" "", "auth" "", "aws" "aws", "bodies" "body", "budget" "", "call" "mixed", "cannot" "",
    "certificate" "mutual_tls", "client" "", "digest" "digest", "encoding" "http", "exchange" "", "failure" "",
    "files" "files|media_type|multipart", "graphql" "graphql", "graphql/answer" "graphql", "graphql/fields" "selected",
    "graphql/uploads" "uploads", "grpc" "grpc", "grpc/collect" "grpc", "grpc/decode" "grpc", "grpc/encode" "grpc",
    "grpc/field" "grpc", "grpc/frame" "grpc", "grpc/known" "grpc", "grpc/numbers" "grpc", "grpc/pool" "grpc",
    "grpc/status" "grpc", "grpc/time" "grpc", "health" "", "hmac" "hmac", "lib" "", "main" "", "mistakes" "",
    "multipart" "multipart|uploads", "oauth" "tokens", "pages" "", "post" "beside_http",
    "projection" "projection", "redact" "", "registry" "", "request" "http", "serve" "", "server" "", "settings" "",
    "soap" "soap", "soap/answer" "soap", "soap/attachments" "soap", "soap/content" "soap", "soap/fault" "soap",
    "soap/head" "soap", "soap/read" "soap", "soap/types" "soap", "soap/write" "soap",
    "sources" "whole|fields|template", "structured" "", "text" "", "validation" "", "values" "",
    "ws_security" "ws_security",
};
/// The other files.
pub(super) const FILES: [File; 6] = [
    File { path: "src/xml.rs", needs: "xml", text: include_str!("../../../templates/rust/xml.rs.j2") },
    File { path: "Cargo.toml", needs: "", text: include_str!("../../../templates/rust/Cargo.toml.j2") },
    File { path: "rustfmt.toml", needs: "", text: include_str!("../../../templates/rust/rustfmt.toml.j2") },
    File { path: "tests/tools.rs", needs: "", text: include_str!("../../../templates/rust/tests/tools.rs.j2") },
    File { path: "tests/tokens.rs", needs: "tokens", text: include_str!("../../../templates/rust/tests/tokens.rs.j2") },
    File { path: "tests/mock/mod.rs", needs: "", text: include_str!("../../../templates/rust/tests/mock.rs.j2") },
];
