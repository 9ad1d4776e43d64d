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
    pub(super) fn format(self, sniffed: Format) -> Format {
        match self {
            Self::OpenApi | Self::GraphQl | Self::Postman | Self::Har | Self::Http if sniffed == Format::Page => {
                sniffed
            }
            Self::OpenApi | Self::Postman | Self::Har | Self::Http => Format::Data,
            // An introspection result is JSON.
            Self::GraphQl if sniffed == Format::Data => Format::Data,
            Self::GraphQl => Format::GraphQl,
            Self::Wsdl => Format::Wsdl,
            Self::Grpc if sniffed == Format::Descriptors => Format::Descriptors,
            Self::Grpc => Format::Proto,
            Self::Curl => Format::Curl,
        }
    }
}
