//! The files that a project in TypeScript has beside its tools, each with what it is needed for.

use super::super::render::File;

macro_rules! source {
    ($($name:literal $needs:literal,)*) => {
        [$(File {
            path: concat!("src/", $name, ".ts"),
            needs: $needs,
            text: include_str!(concat!("../../../templates/typescript/", $name, ".ts.j2")),
        },)*]
    };
}

/// The library of a project.
pub(super) const SOURCES: [File; 51] = source! {
    "about" "", "answer" "", "auth" "", "aws" "aws", "bodies" "body", "budget" "", "cannot" "", "client" "", "encoding" "http", "failure" "",
    "files" "files|media_type|multipart", "hmac" "hmac", "main" "", "multipart" "multipart|uploads", "oauth" "client_credentials|refresh", "pages" "", "redact" "",
    "registry" "", "request" "http|api_key", "server" "", "settings" "", "structured" "", "text" "", "validation" "", "values" "", "xml" "xml",
    "posted" "graphql|soap", "graphql" "graphql", "graphql-answer" "graphql", "graphql-fields" "selected", "graphql-uploads" "uploads",
    "grpc" "grpc", "grpc-answer" "grpc", "grpc-channel" "grpc", "grpc-frames" "grpc", "grpc-read" "grpc", "grpc-scalars" "grpc",
    "grpc-special" "grpc", "grpc-time" "grpc", "grpc-types" "grpc", "grpc-write" "grpc",
    "soap" "soap", "soap-addressing" "addressing", "soap-answer" "soap", "soap-parts" "soap", "soap-read" "soap", "soap-text" "soap",
    "soap-types" "soap", "soap-write" "soap", "ws-security" "ws_security", "xml-tree" "soap",
};

/// What stands beside them.
pub(super) const FILES: [File; 9] = [
    File { path: "package.json", needs: "", text: include_str!("../../../templates/typescript/package.json.j2") },
    File {
        path: "package-lock.json",
        needs: "",
        text: include_str!("../../../templates/typescript/package-lock.json.j2"),
    },
    File { path: "tsconfig.json", needs: "", text: include_str!("../../../templates/typescript/tsconfig.json.j2") },
    File {
        path: ".prettierrc.json",
        needs: "",
        text: include_str!("../../../templates/typescript/prettierrc.json.j2"),
    },
    File { path: ".prettierignore", needs: "", text: include_str!("../../../templates/typescript/prettierignore.j2") },
    File {
        path: "test/auth.test.ts",
        needs: "aws|hmac",
        text: include_str!("../../../templates/typescript/test/auth.test.ts.j2"),
    },
    File { path: "test/grpc.ts", needs: "grpc", text: include_str!("../../../templates/typescript/test/grpc.ts.j2") },
    File { path: "test/mock.ts", needs: "", text: include_str!("../../../templates/typescript/test/mock.ts.j2") },
    File {
        path: "test/tools.test.ts",
        needs: "",
        text: include_str!("../../../templates/typescript/test/tools.test.ts.j2"),
    },
];
