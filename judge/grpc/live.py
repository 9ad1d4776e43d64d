"""What happens around a message: reflection, failures with details, deadlines, metadata, TLS, compression, endless streams.
Every check is a call through `mcphub run` to Google's own gRPC server."""

import json
import os
import subprocess
import tempfile
import time
from concurrent import futures

import grpc
import grpc_tools
from google.protobuf import any_pb2, descriptor_pb2, descriptor_pool, duration_pb2
from google.rpc import code_pb2, error_details_pb2, status_pb2
from grpc_reflection.v1alpha import reflection
from grpc_status import rpc_status
from grpc_tools import protoc

from hub import Hub

PROTO = '''
syntax = "proto3";
package live.v1;
import "deep/types.proto";
// Everything that can go wrong.
service Live {
  rpc Echo(deep.Message) returns (deep.Message);
  rpc GetFlaky(deep.Message) returns (deep.Message) { option idempotency_level = NO_SIDE_EFFECTS; }
  rpc Fail(deep.Message) returns (deep.Message);
  rpc Wait(deep.Message) returns (deep.Message);
  rpc WhoAmI(deep.Message) returns (deep.Message);
  rpc WatchForever(deep.Message) returns (stream deep.Message);
  rpc WatchThenFail(deep.Message) returns (stream deep.Message);
  rpc WatchThenWait(deep.Message) returns (stream deep.Message);
  rpc Chat(stream deep.Message) returns (stream deep.Message);
}
'''
DEEP = 'syntax = "proto3"; package live.v1.deep; message Message { string text = 1; int64 number = 2; bytes blob = 3; }'
PROTOS = os.path.join(os.path.dirname(grpc_tools.__file__), '_proto')


def run(binary):
    """(passed, reasons) of all checks."""
    with tempfile.TemporaryDirectory() as folder:
        os.makedirs(os.path.join(folder, 'deep'))
        for name, text in (('live.proto', PROTO), ('deep/types.proto', DEEP)):
            with open(os.path.join(folder, name), 'w') as file:
                file.write(text)
        compiled = os.path.join(folder, 'set.binpb')
        protoc.main(['protoc', f'-I{folder}', f'-I{PROTOS}', '--include_imports', f'--descriptor_set_out={compiled}', 'live.proto'])
        with open(compiled, 'rb') as file:
            files = descriptor_pb2.FileDescriptorSet.FromString(file.read())
        return checks(binary, folder, files)


class Service(grpc.GenericRpcHandler):
    """Behaves as the methods' names say."""

    def __init__(self, message):
        self.message, self.flaky = message, 0

    def service(self, details):
        name = details.method.rsplit('/', 1)[-1]
        handler = getattr(self, name, None) if details.method.startswith('/live.v1.Live/') else None
        if handler is None:
            return None
        coding = {'request_deserializer': self.message.FromString, 'response_serializer': self.message.SerializeToString}
        if name == 'Chat':
            return grpc.stream_stream_rpc_method_handler(handler, **coding)
        if name.startswith('Watch'):
            return grpc.unary_stream_rpc_method_handler(handler, **coding)
        return grpc.unary_unary_rpc_method_handler(handler, **coding)

    def Echo(self, request, context):
        if request.blob:
            context.set_compression(grpc.Compression.Gzip)
        return request

    def GetFlaky(self, request, context):
        self.flaky += 1
        if self.flaky % 3:
            context.abort(grpc.StatusCode.UNAVAILABLE, 'not yet')
        return request

    def Fail(self, request, context):
        if request.number:
            context.abort(list(grpc.StatusCode)[request.number], f'as you wish: {request.text}')
        bad = error_details_pb2.BadRequest(field_violations=[{'field': 'text', 'description': 'too short'}])
        info = error_details_pb2.ErrorInfo(reason='NO_STOCK', domain='live.example', metadata={'left': '0'})
        retry = error_details_pb2.RetryInfo(retry_delay=duration_pb2.Duration(seconds=7))
        details = []
        for one in (bad, info, retry):
            details.append(any_pb2.Any())
            details[-1].Pack(one)
        status = status_pb2.Status(code=code_pb2.FAILED_PRECONDITION, message='grün 100%', details=details)
        context.abort_with_status(rpc_status.to_status(status))

    def Wait(self, request, context):
        self.left = context.time_remaining()
        time.sleep(1.5 if request.number == 0 else request.number)
        return request

    def WhoAmI(self, request, context):
        metadata = dict(context.invocation_metadata())
        if 'authorization' not in metadata:
            context.abort(grpc.StatusCode.UNAUTHENTICATED, 'no token')
        return self.message(text=metadata['authorization'] + ' ' + metadata.get('x-tenant', ''))

    def WatchForever(self, request, context):
        number = 0
        while context.is_active():
            number += 1
            yield self.message(number=number)

    def WatchThenFail(self, request, context):
        yield self.message(number=1)
        context.abort(grpc.StatusCode.DATA_LOSS, 'half of it is gone')

    def WatchThenWait(self, request, context):
        yield self.message(number=1)
        for _ in range(600):
            if not context.is_active():
                return
            time.sleep(0.1)

    def Chat(self, requests, context):
        for request in requests:
            yield self.message(text=request.text.upper())


def start(files, pool, message, tls=None):
    server = grpc.server(futures.ThreadPoolExecutor(8))
    service = Service(message)
    server.add_generic_rpc_handlers((service,))
    reflection.enable_server_reflection(['live.v1.Live', reflection.SERVICE_NAME], server, pool=pool)
    if tls:
        port = server.add_secure_port('127.0.0.1:0', grpc.ssl_server_credentials([tls]))
    else:
        port = server.add_insecure_port('127.0.0.1:0')
    server.start()
    return server, service, port


def checks(binary, folder, files):
    from google.protobuf import message_factory
    pool = descriptor_pool.DescriptorPool()
    for file in files.file:
        pool.Add(file)
    message = message_factory.GetMessageClass(pool.FindMessageTypeByName('live.v1.deep.Message'))
    server, service, port = start(files, pool, message)
    passed, reasons = 0, []

    def check(name, right, said=''):
        nonlocal passed
        if right:
            passed += 1
        else:
            reasons.append(f'live, {name}: {str(said)[:400]}')

    # By reflection, and from the sources: the same tools.
    reflected, sources = os.path.join(folder, 'reflected.json'), os.path.join(folder, 'sources.json')
    for source, out in ((f'grpc://127.0.0.1:{port}', reflected), (os.path.join(folder, 'live.proto'), sources)):
        made = subprocess.run([binary, 'compile', source, '-o', out], capture_output=True, text=True)
        check(f'compile {source.split(":")[0]}', made.returncode == 0, made.stderr)
    tools = [[(tool['name'], tool['input_schema']) for tool in json.load(open(path))['tools']] for path in (reflected, sources)]
    check('reflection gives the same tools as the sources', tools[0] == tools[1], tools)
    hub = Hub(binary, reflected, '', ['--auth', 'token=s3cret-token', '--header', 'X-Tenant: acme'])

    def call(tool, arguments, hub=hub):
        result = hub.ask('tools/call', {'name': tool, 'arguments': arguments})['result']
        return result.get('isError', False), '\n'.join(one['text'] for one in result['content'])

    failed, text = call('echo_live', {'text': 'hé', 'number': '9007199254740993', 'blob': 'AAEC' * 2000})
    check('a compressed echo', not failed and json.loads(text)['number'] == '9007199254740993', text)
    check('a number may be given as one', call('echo_live', {'number': 5}) == (False, '{"number":"5"}'))
    check('an empty answer', call('echo_live', {}) == (False, '{}'))
    failed, text = call('get_flaky', {'text': 'x'})
    check('what is not available is asked again', not failed and service.flaky == 3, text)
    failed, text = call('fail_live', {})
    for words in ('FAILED_PRECONDITION (9)', 'grün 100%', 'too short', 'NO_STOCK', '"retryDelay":"7s"', 'Next step'):
        check(f'details of a failure: {words}', failed and words in text, text)
    for number, code in enumerate(grpc.StatusCode):
        if number:
            failed, text = call('fail_live', {'number': number, 'text': 'x'})
            check(f'code {code.name}', failed and f'failed: {code.name} ({code.value[0]})' in text and 'as you wish: x' in text, text)
    failed, text = call('wait_live', {})
    check('the server knows the deadline', not failed and 30 < service.left <= 60, getattr(service, 'left', text))
    failed, text = call('who_am_i', {})
    check('metadata', not failed and text == '{"text":"Bearer [redacted] acme"}', text)
    failed, text = call('watch_forever', {})
    check('an endless stream ends', not failed and 'there may be more' in text, text[-200:])
    failed, text = call('watch_then_fail', {})
    check('a stream that fails says so', failed and 'DATA_LOSS' in text and 'half of it is gone' in text, text)
    began = time.time()
    failed, text = call('watch_then_wait', {})
    check('a silent stream is left', not failed and '"number":"1"' in text and time.time() - began < 20, text)
    check('a chat', call('chat_live', {'messages': [{'text': 'a'}, {'text': 'b'}]}) == (False, '[{"text":"A"},{"text":"B"}]'))
    hub.close()
    nobody = Hub(binary, reflected, '')
    failed, text = call('who_am_i', {}, nobody)
    check('without a token', failed and 'UNAUTHENTICATED' in text and 'the operator has to set' in text, text)
    nobody.close()
    server.stop(0)
    tls(binary, folder, files, pool, message, sources, check, call)
    return passed, reasons


def tls(binary, folder, files, pool, message, blueprint, check, call):
    """Over TLS with a certificate that the system trusts, and with one that it does not."""
    key, certificate = os.path.join(folder, 'key.pem'), os.path.join(folder, 'cert.pem')
    made = subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, '-days', '2',
                           '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1',
                           '-addext', 'basicConstraints=critical,CA:FALSE'], capture_output=True, text=True)
    check('a certificate is made', made.returncode == 0, made.stderr)
    with open(key, 'rb') as one, open(certificate, 'rb') as other:
        server, _, port = start(files, pool, message, (one.read(), other.read()))
    trusting = Hub(binary, blueprint, f'https://127.0.0.1:{port}', environment={'SSL_CERT_FILE': certificate})
    answer = call('echo_live', {'text': 'x'}, trusting)
    check('over TLS', answer == (False, '{"text":"x"}'), answer)
    trusting.close()
    strict = Hub(binary, blueprint, f'https://127.0.0.1:{port}')
    failed, text = call('echo_live', {'text': 'x'}, strict)
    check('a certificate that nobody trusts', failed and 'no trusted TLS connection' in text, text)
    strict.close()
    plain = Hub(binary, blueprint, f'http://127.0.0.1:{port}')
    failed, text = call('echo_live', {'text': 'x'}, plain)
    check('TLS that is not expected', failed, text)
    plain.close()
    server.stop(0)
