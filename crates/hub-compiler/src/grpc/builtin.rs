//! The files that documents import without bringing them along: protobuf's well-known types and what Google's APIs share.

use super::file::File;
use super::parse;
use crate::findings::Findings;

/// Import path and source. Condensed: comments and the options of files are left out.
const FILES: [(&str, &str); 36] = [
    ("google/api/httpbody.proto", include_str!("builtin/api_httpbody.proto")),
    ("google/api/label.proto", include_str!("builtin/api_label.proto")),
    ("google/api/launch_stage.proto", include_str!("builtin/api_launch_stage.proto")),
    ("google/api/monitored_resource.proto", include_str!("builtin/api_monitored_resource.proto")),
    ("google/longrunning/operations.proto", include_str!("builtin/longrunning_operations.proto")),
    ("google/protobuf/any.proto", include_str!("builtin/protobuf_any.proto")),
    ("google/protobuf/api.proto", include_str!("builtin/protobuf_api.proto")),
    ("google/protobuf/descriptor.proto", include_str!("builtin/protobuf_descriptor.proto")),
    ("google/protobuf/duration.proto", include_str!("builtin/protobuf_duration.proto")),
    ("google/protobuf/empty.proto", include_str!("builtin/protobuf_empty.proto")),
    ("google/protobuf/field_mask.proto", include_str!("builtin/protobuf_field_mask.proto")),
    ("google/protobuf/source_context.proto", include_str!("builtin/protobuf_source_context.proto")),
    ("google/protobuf/struct.proto", include_str!("builtin/protobuf_struct.proto")),
    ("google/protobuf/timestamp.proto", include_str!("builtin/protobuf_timestamp.proto")),
    ("google/protobuf/type.proto", include_str!("builtin/protobuf_type.proto")),
    ("google/protobuf/wrappers.proto", include_str!("builtin/protobuf_wrappers.proto")),
    ("google/rpc/code.proto", include_str!("builtin/rpc_code.proto")),
    ("google/rpc/error_details.proto", include_str!("builtin/rpc_error_details.proto")),
    ("google/rpc/status.proto", include_str!("builtin/rpc_status.proto")),
    ("google/type/calendar_period.proto", include_str!("builtin/type_calendar_period.proto")),
    ("google/type/color.proto", include_str!("builtin/type_color.proto")),
    ("google/type/date.proto", include_str!("builtin/type_date.proto")),
    ("google/type/datetime.proto", include_str!("builtin/type_datetime.proto")),
    ("google/type/dayofweek.proto", include_str!("builtin/type_dayofweek.proto")),
    ("google/type/decimal.proto", include_str!("builtin/type_decimal.proto")),
    ("google/type/expr.proto", include_str!("builtin/type_expr.proto")),
    ("google/type/fraction.proto", include_str!("builtin/type_fraction.proto")),
    ("google/type/interval.proto", include_str!("builtin/type_interval.proto")),
    ("google/type/latlng.proto", include_str!("builtin/type_latlng.proto")),
    ("google/type/localized_text.proto", include_str!("builtin/type_localized_text.proto")),
    ("google/type/money.proto", include_str!("builtin/type_money.proto")),
    ("google/type/month.proto", include_str!("builtin/type_month.proto")),
    ("google/type/phone_number.proto", include_str!("builtin/type_phone_number.proto")),
    ("google/type/postal_address.proto", include_str!("builtin/type_postal_address.proto")),
    ("google/type/quaternion.proto", include_str!("builtin/type_quaternion.proto")),
    ("google/type/timeofday.proto", include_str!("builtin/type_timeofday.proto")),
];

/// Files that only define options. Those that matter are known by their names, so that the files are never asked for.
const OPTIONS: [&str; 11] = [
    "google/api/annotations.proto",
    "google/api/client.proto",
    "google/api/field_behavior.proto",
    "google/api/field_info.proto",
    "google/api/resource.proto",
    "google/api/routing.proto",
    "google/api/visibility.proto",
    "validate/validate.proto",
    "buf/validate/validate.proto",
    "gogoproto/gogo.proto",
    "protoc-gen-openapiv2/options/annotations.proto",
];

/// Whether an import needs no file.
pub(super) fn is_known(path: &str) -> bool {
    FILES.iter().any(|(known, _)| *known == path)
        || OPTIONS.iter().any(|known| path == *known || path.ends_with(&format!("/{known}")))
        || path.starts_with("google/protobuf/")
}

/// The files themselves.
pub(super) fn files() -> Vec<File> {
    // They are ours, so that nothing is found wrong with them.
    let (mut nothing, mut room) = (Findings::default(), usize::MAX);
    FILES
        .iter()
        .map(|(path, source)| File { path: (*path).to_owned(), ..parse::parse(path, source, &mut room, &mut nothing) })
        .collect()
}
