//! The kinds of documents that a caller may name instead of having them recognised.

use super::Format;

/// A kind of API document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// OpenAPI 3.x and Swagger 2.0, in JSON or YAML.
    OpenApi,
    /// GraphQL's schema language, operations in it, or the answer to an introspection query.
    GraphQl,
    /// WSDL 1.1.
    Wsdl,
    /// Protocol buffers' source, or a compiled descriptor set.
    Grpc,
    /// A Postman collection, version 2.0 or 2.1.
    Postman,
    /// A recording of a browser, HAR 1.2.
    Har,
    /// Commands of `curl`.
    Curl,
    /// HTTP tools written by hand.
    Http,
}

impl Kind {
    /// The language that a document of this kind is written in, where it looks like `sniffed`. A page is no such document but
    /// may show one.
    pub(super) fn format(self, sniffed: Format, bytes: &[u8], text: &str) -> Format {
        match self {
            Self::OpenApi | Self::GraphQl | Self::Postman | Self::Har | Self::Http if sniffed == Format::Page => {
                sniffed
            }
            Self::OpenApi | Self::Postman | Self::Har | Self::Http => Format::Data,
            // An introspection result is JSON, and a query may begin with a brace too.
            Self::GraphQl if text.contains("\"__schema\"") || is_json(text) => Format::Data,
            Self::GraphQl => Format::GraphQl,
            Self::Wsdl => Format::Wsdl,
            Self::Grpc if sniffed == Format::Descriptors || std::str::from_utf8(bytes).is_err() => Format::Descriptors,
            Self::Grpc => Format::Proto,
            Self::Curl => Format::Curl,
        }
    }
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(text.trim_start_matches('\u{feff}')).is_ok()
}
