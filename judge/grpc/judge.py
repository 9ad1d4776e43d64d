"""Calls every tool made from every corpus proto; a real gRPC server compares what arrives with what protobuf's own JSON
parser makes of the same arguments, and the answer with what it sent. judge.py BINARY CORPUS OUT [--only PART] [--tools N] [--rounds N]"""

import argparse
import json
import os
import subprocess
import sys
import tempfile

from grpc_tools import protoc
import grpc_tools

from jsonschema import Draft202012Validator

import live
import upstream
from hub import Hub
from messages import Api, as_json, canonical, from_json, ordered, seeded

PROTOS = os.path.join(os.path.dirname(grpc_tools.__file__), '_proto')


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('binary')
    parser.add_argument('corpus')
    parser.add_argument('out')
    parser.add_argument('--only', default='')
    parser.add_argument('--tools', type=int, default=0, help='tools of each document; 0 for all')
    parser.add_argument('--rounds', type=int, default=3)
    parser.add_argument('--limit', type=int, default=0)
    options = parser.parse_args()
    os.makedirs(options.out, exist_ok=True)
    with open(os.path.join(options.corpus, 'index.json')) as file:
        entries = [one for one in json.load(file) if one['kind'] == 'proto' and options.only in one['file']]
    if options.limit:
        entries = entries[:: max(1, len(entries) // options.limit)]
    passed = failed = 0
    services, reasons = set(), []
    print(f'{"document":62} {"methods":>7} {"tools":>5} {"calls":>5} {"right":>5}')
    for entry in entries:
        row = judge(entry, options, services)
        print(f'{entry["entry"][-62:]:62} {entry["operations"]:7} {row["tools"]:5} {row["calls"]:5} {row["right"]:5}', flush=True)
        passed += row['right']
        failed += len(row['reasons'])
        reasons += [f'{entry["entry"]}: {reason}' for reason in row['reasons']]
    if not options.only:
        right, wrong = live.run(options.binary)
        passed, failed, reasons = passed + right, failed + len(wrong), reasons + wrong
        print(f'live: reflection, failures, deadlines, metadata, streams, TLS: {right} right, {len(wrong)} wrong')
    for reason in reasons[:60]:
        print('WRONG', reason)
    with open(os.path.join(options.out, 'wrong.txt'), 'w') as file:
        file.write('\n'.join(reasons))
    print(f'{len(entries)} documents, {len(services)} services')
    print(f'grpc: {passed} passed, {failed} failed')
    sys.exit(0 if failed == 0 else 1)


def judge(entry, options, services):
    row = {'tools': 0, 'calls': 0, 'right': 0, 'reasons': []}
    root = os.path.join(options.corpus, entry['import_root'])
    with tempfile.TemporaryDirectory() as folder:
        compiled = os.path.join(folder, 'set.binpb')
        code = protoc.main(['protoc', f'-I{root}', f'-I{PROTOS}', '--include_imports', f'--descriptor_set_out={compiled}', entry['entry']])
        if code:
            row['reasons'].append('protoc refuses it')
            return row
        with open(compiled, 'rb') as file:
            api = Api(file.read())
        blueprint = os.path.join(folder, 'blueprint.json')
        made = subprocess.run([options.binary, 'compile', os.path.join(options.corpus, entry['file']), '-o', blueprint],
                              capture_output=True, text=True)
        if not os.path.exists(blueprint):
            row['reasons'].append(f'no blueprint: {made.stderr[-300:]}')
            return row
        with open(blueprint) as file:
            tools = json.load(file)['tools']
        row['tools'] = len(tools)
        # What the methods are comes from protoc's descriptors, not from the blueprint.
        methods = {}
        for file in api.files.file:
            for service in file.service:
                for method in service.method:
                    full = f'{file.package}.{service.name}' if file.package else service.name
                    methods[f'/{full}/{method.name}'] = method
        server, kept, port = upstream.start({path: (m.client_streaming, m.server_streaming) for path, m in methods.items()})
        hub = Hub(options.binary, blueprint, f'http://127.0.0.1:{port}')
        try:
            for tool in tools[:options.tools or None]:
                path = '/' + tool['origin']['operation']
                services.add(path.split('/')[1])
                for round in range(options.rounds):
                    row['calls'] += 1
                    reason = call(api, hub, kept, tool, path, methods.get(path), round)
                    if reason:
                        row['reasons'].append(f'{path} round {round}: {reason}')
                    else:
                        row['right'] += 1
        finally:
            hub.close()
            server.stop(0)
    return row


def call(api, hub, kept, tool, path, method, round):
    """Why a call is wrong; nothing when it is right."""
    if method is None:
        return 'the document has no such method'
    rng = seeded(f'{path} {round}')
    takes, gives = method.input_type.lstrip('.'), method.output_type.lstrip('.')
    binding = tool['binding']
    sent = [api.random(takes, rng, True, round % 2 == 1) for _ in range(2 if method.client_streaming else 1)]
    values = [as_json(api, message, verbose=round == 2) for message in sent]
    if round == 2:
        values = [drop_output_only(api, takes, value) for value in values]
    expected = [ordered(api, from_json(api, takes, value)) for value in values]
    count = 3 if method.server_streaming else 1
    answers = [api.random(gives, rng, False, round % 2 == 1) for _ in range(count)]
    kept.received.pop(path, None)
    kept.answers[path] = [answer.SerializeToString() for answer in answers]
    arguments = arguments_of(tool, binding, values)
    answer = hub.ask('tools/call', {'name': tool['name'], 'arguments': arguments})
    result = answer.get('result')
    if result is None:
        return f'protocol error {answer.get("error")}'
    if path not in kept.received:
        return f'nothing arrived: {result["content"][0]["text"][:300]}'
    received = [canonical(api, takes, data) for data in kept.received[path]]
    if received != expected:
        return f'other bytes for {json.dumps(arguments)[:600]}'
    if result.get('isError'):
        return f'an error for a good answer: {result["content"][0]["text"][:300]}'
    return wrong_answer(api, gives, answers, result, method.server_streaming, tool.get('output'))


def arguments_of(tool, binding, values):
    names = [argument['name'] for argument in tool['arguments']]
    back = {wire: name for name, wire in binding.get('renamed', {}).items()}
    request = binding['request']
    if 'stream' in request:
        return {names[request['stream']]: renamed(values, back)}
    if 'whole' in request:
        return {names[request['whole']]: renamed(values[0], back)}
    slots = {name: slot for name, slot in request['fields']}
    return {names[slots[key]] if key in slots else key: renamed(value, back) for key, value in values[0].items()}


def renamed(value, names):
    if isinstance(value, dict):
        return {names.get(key, key): renamed(held, names) for key, held in value.items()}
    if isinstance(value, list):
        return [renamed(held, names) for held in value]
    return value


def drop_output_only(api, name, value):
    """Printing every field prints those that no caller sends."""
    desc = api.pool.FindMessageTypeByName(name)
    if not isinstance(value, dict) or name.startswith('google.protobuf.'):
        return value
    kept = {}
    for field in desc.fields:
        key = field.json_name
        if key not in value or (name, field.name) in api.output_only:
            continue
        held = value[key]
        inner = field.message_type
        if inner is None:
            kept[key] = held
        elif inner.GetOptions().map_entry:
            of = inner.fields_by_name['value'].message_type
            kept[key] = {k: drop_output_only(api, of.full_name, v) for k, v in held.items()} if of else held
        elif isinstance(held, list) and inner.full_name != 'google.protobuf.ListValue':
            kept[key] = [drop_output_only(api, inner.full_name, one) for one in held]
        else:
            kept[key] = drop_output_only(api, inner.full_name, held)
    for key, held in value.items():
        if key.startswith('['):
            kept[key] = held
    return kept


def wrong_answer(api, gives, answers, result, streams, output):
    """The answer must mean what was sent, and keep the schema that it was promised under."""
    if output and 'structuredContent' not in result:
        return 'no structured content'
    if output:
        broken = next(Draft202012Validator(output['schema']).iter_errors(result['structuredContent']), None)
        if broken:
            return f'structured content breaks its schema: {broken.message[:200]}'
    text = result['content'][0]['text']
    if len(result['content']) > 1:
        return None  # Cut to the budget, and said so.
    try:
        value = json.loads(text)
        values = value if streams else [value]
        made = [ordered(api, from_json(api, gives, one)) for one in values]
    except Exception as error:  # Whatever protobuf does not like.
        return f'an answer that protobuf does not read: {error} in {text[:300]}'
    expected = [ordered(api, answer) for answer in answers]
    return None if made == expected else f'another answer: {text[:400]}'


main()
