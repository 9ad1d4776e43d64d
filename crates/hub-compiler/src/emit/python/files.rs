//! The files of a Python project: where each goes, and what has to be used for it to be there.

use super::super::render::File;

macro_rules! file {
    ($path:literal, $needs:literal, $template:literal) => {
        File { path: $path, needs: $needs, text: include_str!(concat!("../../../templates/python/", $template)) }
    };
}

pub(super) const FILES: [File; 58] = [
    file!("pyproject.toml", "", "pyproject.toml.j2"),
    file!("requirements.txt", "", "requirements.txt.j2"),
    file!("src/[= module =]/__init__.py", "", "init.py.j2"),
    file!("src/[= module =]/__main__.py", "", "main.py.j2"),
    file!("src/[= module =]/answer.py", "", "answer.py.j2"),
    file!("src/[= module =]/auth.py", "", "auth.py.j2"),
    file!("src/[= module =]/aws.py", "aws", "aws.py.j2"),
    file!("src/[= module =]/bodies.py", "body", "bodies.py.j2"),
    file!("src/[= module =]/budget.py", "", "budget.py.j2"),
    file!("src/[= module =]/client.py", "transport", "client.py.j2"),
    file!("src/[= module =]/client.py", "no_transport", "client_plain.py.j2"),
    file!("src/[= module =]/encoding.py", "http|uploads", "encoding.py.j2"),
    file!("src/[= module =]/failure.py", "", "failure.py.j2"),
    file!("src/[= module =]/files.py", "files|media_type|multipart", "files.py.j2"),
    file!("src/[= module =]/graphql.py", "graphql", "graphql.py.j2"),
    file!("src/[= module =]/graphql_answer.py", "graphql", "graphql_answer.py.j2"),
    file!("src/[= module =]/graphql_fields.py", "selected", "graphql_fields.py.j2"),
    file!("src/[= module =]/graphql_uploads.py", "uploads", "graphql_uploads.py.j2"),
    file!("src/[= module =]/grpc_answer.py", "grpc", "grpc_answer.py.j2"),
    file!("src/[= module =]/grpc_client.py", "grpc", "grpc_client.py.j2"),
    file!("src/[= module =]/grpc_fault.py", "grpc", "grpc_fault.py.j2"),
    file!("src/[= module =]/grpc_read.py", "grpc", "grpc_read.py.j2"),
    file!("src/[= module =]/grpc_request.py", "grpc", "grpc_request.py.j2"),
    file!("src/[= module =]/grpc_scalars.py", "grpc", "grpc_scalars.py.j2"),
    file!("src/[= module =]/grpc_special.py", "grpc", "grpc_special.py.j2"),
    file!("src/[= module =]/grpc_times.py", "grpc", "grpc_times.py.j2"),
    file!("src/[= module =]/grpc_types.py", "grpc", "grpc_types.py.j2"),
    file!("src/[= module =]/grpc_write.py", "grpc", "grpc_write.py.j2"),
    file!("src/[= module =]/multipart.py", "multipart|uploads", "multipart.py.j2"),
    file!("src/[= module =]/pages.py", "web", "pages.py.j2"),
    file!("src/[= module =]/post.py", "graphql|soap", "post.py.j2"),
    file!("src/[= module =]/redact.py", "", "redact.py.j2"),
    file!("src/[= module =]/registry.py", "", "registry.py.j2"),
    file!("src/[= module =]/request.py", "", "request.py.j2"),
    file!("src/[= module =]/server.py", "", "server.py.j2"),
    file!("src/[= module =]/settings.py", "", "settings.py.j2"),
    file!("src/[= module =]/shapes.py", "xml", "shapes.py.j2"),
    file!("src/[= module =]/signature.py", "hmac", "signature.py.j2"),
    file!("src/[= module =]/soap.py", "soap", "soap.py.j2"),
    file!("src/[= module =]/soap_answer.py", "soap", "soap_answer.py.j2"),
    file!("src/[= module =]/soap_attachments.py", "soap", "soap_attachments.py.j2"),
    file!("src/[= module =]/soap_choices.py", "soap", "soap_choices.py.j2"),
    file!("src/[= module =]/soap_read.py", "soap", "soap_read.py.j2"),
    file!("src/[= module =]/soap_tree.py", "soap", "soap_tree.py.j2"),
    file!("src/[= module =]/soap_types.py", "soap", "soap_types.py.j2"),
    file!("src/[= module =]/soap_write.py", "soap", "soap_write.py.j2"),
    file!("src/[= module =]/structured.py", "", "structured.py.j2"),
    file!("src/[= module =]/text.py", "web", "text.py.j2"),
    file!("src/[= module =]/validation.py", "", "validation.py.j2"),
    file!("src/[= module =]/values.py", "", "values.py.j2"),
    file!("src/[= module =]/ws_security.py", "ws_security", "ws_security.py.j2"),
    file!("src/[= module =]/xml.py", "xml", "xml.py.j2"),
    file!("tests/mock.py", "web", "tests/mock.py.j2"),
    file!("tests/service.py", "grpc", "tests/service.py.j2"),
    file!("tests/test_aws.py", "aws", "tests/test_aws.py.j2"),
    file!("tests/test_grpc.py", "grpc", "tests/test_grpc.py.j2"),
    file!("tests/test_signature.py", "hmac", "tests/test_signature.py.j2"),
    file!("tests/test_tools.py", "web", "tests/test_tools.py.j2"),
];

/// The file with the tools of one group.
pub(super) const GROUP: &str = include_str!("../../../templates/python/group.py.j2");
/// The file that imports all of them.
pub(super) const INDEX: &str = include_str!("../../../templates/python/tools_init.py.j2");
