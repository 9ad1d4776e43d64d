"""Random messages of any type, and what protobuf itself makes of JSON."""

import random

from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory, unknown_fields
from google.protobuf.descriptor import FieldDescriptor as F

try:
    from google.api import field_behavior_pb2
except ImportError:  # The judge then sends output-only fields too, which shows as failures.
    field_behavior_pb2 = None

INTS = {
    F.TYPE_INT32: (-2**31, 2**31 - 1), F.TYPE_SINT32: (-2**31, 2**31 - 1), F.TYPE_SFIXED32: (-2**31, 2**31 - 1),
    F.TYPE_UINT32: (0, 2**32 - 1), F.TYPE_FIXED32: (0, 2**32 - 1),
    F.TYPE_INT64: (-2**63, 2**63 - 1), F.TYPE_SINT64: (-2**63, 2**63 - 1), F.TYPE_SFIXED64: (-2**63, 2**63 - 1),
    F.TYPE_UINT64: (0, 2**64 - 1), F.TYPE_FIXED64: (0, 2**64 - 1),
}
WORDS = ['', 'a', 'projects/p/topics/t', 'ä€😀', 'line\nbreak "quoted" \\', '0', 'null']


class Api:
    """The types and methods of a descriptor set."""

    def __init__(self, descriptor_set):
        self.files = descriptor_pb2.FileDescriptorSet.FromString(descriptor_set)
        self.pool = descriptor_pool.DescriptorPool()
        for file in self.files.file:
            self.pool.Add(file)
        self.output_only, self.required = set(), set()
        for file in self.files.file:
            for message in file.message_type:
                self._behaviour(message, file.package)

    def _behaviour(self, message, scope):
        name = f'{scope}.{message.name}' if scope else message.name
        for field in message.field:
            kinds = field.options.Extensions[field_behavior_pb2.field_behavior] if field_behavior_pb2 else []
            if field_behavior_pb2 and field_behavior_pb2.OUTPUT_ONLY in kinds:
                self.output_only.add((name, field.name))
            # `validate.rules` with `message.required`, in its bytes.
            rules = any(one.field_number == 1071 and b'\x8a\x01\x02\x10\x01' in one.data
                        for one in unknown_fields.UnknownFieldSet(field.options))
            if rules or field_behavior_pb2 and field_behavior_pb2.REQUIRED in kinds:
                self.required.add((name, field.name))
        for nested in message.nested_type:
            self._behaviour(nested, name)

    def of(self, name):
        """A message's class."""
        return message_factory.GetMessageClass(self.pool.FindMessageTypeByName(name))

    def random(self, name, rng, request, full):
        """A message; `request`: one that a caller may send."""
        message = self.of(name)()
        self._fill(message, rng, request, 3 if full else 2, 0.9 if full else 0.4)
        return message

    def _fill(self, message, rng, request, depth, share):
        desc = message.DESCRIPTOR
        special = SPECIAL.get(desc.full_name)
        if special:
            special(self, message, rng)
            return
        chosen = {}
        for oneof in desc.oneofs:
            if len(oneof.fields) > 1:
                chosen[oneof.name] = rng.choice(oneof.fields).name
        for field in desc.fields:
            key = (desc.full_name, field.name)
            required = field.is_required or (request and key in self.required)
            if request and key in self.output_only:
                continue
            oneof = field.containing_oneof
            if oneof is not None and oneof.name in chosen and chosen[oneof.name] != field.name:
                continue
            nested = field.message_type is not None
            if not required and (rng.random() > share or (nested and depth <= 0)):
                continue
            if nested and depth < -6:
                continue
            self._set(message, field, rng, request, depth, share)
            if required and not field.has_presence and not getattr(message, field.name):
                # What is required is more than the value that is not sent.
                setattr(message, field.name, self._something(field))

    @staticmethod
    def _something(field):
        if field.type == F.TYPE_STRING:
            return 'something'
        if field.type == F.TYPE_BYTES:
            return b'something'
        if field.type == F.TYPE_ENUM:
            return field.enum_type.values[-1].number
        return True if field.type == F.TYPE_BOOL else 1

    def _set(self, message, field, rng, request, depth, share):
        held = getattr(message, field.name)
        if field.message_type is not None and field.message_type.GetOptions().map_entry:
            key, value = field.message_type.fields_by_name['key'], field.message_type.fields_by_name['value']
            for _ in range(rng.choice([1, 1, 2])):
                k = self._scalar(key, rng)
                if value.message_type is not None:
                    self._fill(held[k], rng, request, depth - 1, share)
                else:
                    held[k] = self._scalar(value, rng)
        elif field.is_repeated:
            for _ in range(rng.choice([1, 2, 3])):
                if field.message_type is not None:
                    self._fill(held.add(), rng, request, depth - 1, share)
                else:
                    held.append(self._scalar(field, rng))
        elif field.message_type is not None:
            held.SetInParent()
            self._fill(held, rng, request, depth - 1, share)
        else:
            setattr(message, field.name, self._scalar(field, rng))

    def _scalar(self, field, rng):
        if field.type in INTS:
            least, most = INTS[field.type]
            return rng.choice([0, 1, least, most, rng.randint(least, most)])
        if field.type == F.TYPE_BOOL:
            return rng.random() < 0.5
        if field.type == F.TYPE_STRING:
            return rng.choice(WORDS)
        if field.type == F.TYPE_BYTES:
            return rng.randbytes(rng.choice([0, 1, 2, 3, 40]))
        if field.type == F.TYPE_ENUM:
            return rng.choice(field.enum_type.values).number
        number = rng.choice([0.0, 1.0, -2.5, 1e10, 0.1, 3.4e38, 1e-7, rng.uniform(-1e6, 1e6)])
        return number


def _any(api, message, rng):
    kinds = ['google.protobuf.Duration', 'google.protobuf.StringValue', 'google.protobuf.Struct']
    known = []
    for kind in kinds:
        try:
            known.append(api.of(kind)())
        except KeyError:
            pass
    # A plain message of the document itself.
    first = next((f'{f.package}.{m.name}' if f.package else m.name for f in reversed(api.files.file) for m in f.message_type
                  if not f.name.startswith('google/') and not m.options.map_entry), None)
    if first:
        known.append(api.of(first)())
    if not known:
        return
    inner = rng.choice(known)
    if inner.DESCRIPTOR.full_name != first:
        SPECIAL.get(inner.DESCRIPTOR.full_name, lambda *_: None)(api, inner, rng)
    message.Pack(inner)


def _value(rng, depth=2):
    kinds = [None, True, 1.5, 0, -3, 'text', 'ä']
    if depth:
        kinds += [{'a': _value(rng, depth - 1)}, [_value(rng, depth - 1), 1]]
    return rng.choice(kinds)


def _timestamp(_, message, rng):
    message.seconds = rng.choice([0, 1, -1, 253402300799, -62135596800, rng.randint(-10**9, 2 * 10**9)])
    message.nanos = rng.choice([0, 1, 5 * 10**8, 999999999, 1000])


def _duration(_, message, rng):
    sign = rng.choice([1, -1])
    message.seconds = sign * rng.choice([0, 1, 315576000000 - 1, rng.randint(0, 10**6)])
    message.nanos = sign * rng.choice([0, 1, 250000000])


def _wrapper(value):
    def fill(_, message, rng):
        message.value = value(rng)
        message.SetInParent()
    return fill


SPECIAL = {
    'google.protobuf.Any': _any,
    'google.protobuf.Timestamp': _timestamp,
    'google.protobuf.Duration': _duration,
    'google.protobuf.FieldMask': lambda _, m, rng: m.paths.extend(rng.choice([['a'], ['name', 'labels.key_one'], ['x_y_z']])),
    'google.protobuf.Struct': lambda _, m, rng: json_format.ParseDict({'k': _value(rng), 'n': {'deep': [_value(rng)]}}, m),
    'google.protobuf.Value': lambda _, m, rng: json_format.ParseDict(_value(rng), m),
    'google.protobuf.ListValue': lambda _, m, rng: json_format.ParseDict([_value(rng), _value(rng)], m),
    'google.protobuf.DoubleValue': _wrapper(lambda rng: rng.choice([0.0, 1.5])),
    'google.protobuf.FloatValue': _wrapper(lambda rng: rng.choice([0.0, 1.5])),
    'google.protobuf.Int64Value': _wrapper(lambda rng: rng.choice([0, -2**63])),
    'google.protobuf.UInt64Value': _wrapper(lambda rng: rng.choice([0, 2**64 - 1])),
    'google.protobuf.Int32Value': _wrapper(lambda rng: rng.choice([0, -5])),
    'google.protobuf.UInt32Value': _wrapper(lambda rng: rng.choice([0, 7])),
    'google.protobuf.BoolValue': _wrapper(lambda rng: rng.random() < 0.5),
    'google.protobuf.StringValue': _wrapper(lambda rng: rng.choice(WORDS)),
    'google.protobuf.BytesValue': _wrapper(lambda rng: rng.randbytes(3)),
}


def as_json(api, message, verbose=False):
    """The message as protobuf writes it."""
    return json_format.MessageToDict(message, descriptor_pool=api.pool, always_print_fields_with_no_presence=verbose)


def from_json(api, name, value):
    """What protobuf makes of JSON."""
    return json_format.ParseDict(value, api.of(name)(), descriptor_pool=api.pool)


def canonical(api, name, data):
    """Bytes of a message, written anew so that order says nothing, within `Any` neither."""
    return ordered(api, api.of(name).FromString(data))


def ordered(api, message):
    _order(api, message)
    return message.SerializeToString(deterministic=True)


def _order(api, message):
    if message.DESCRIPTOR.full_name == 'google.protobuf.Any' and message.type_url:
        message.value = canonical(api, message.type_url.rsplit('/', 1)[-1], message.value)
        return
    for field, held in message.ListFields():
        if field.message_type is None:
            continue
        if field.message_type.GetOptions().map_entry:
            if field.message_type.fields_by_name['value'].message_type is not None:
                for key in held:
                    _order(api, held[key])
        elif field.is_repeated:
            for one in held:
                _order(api, one)
        else:
            _order(api, held)


def seeded(text):
    return random.Random(text)
