"""A gRPC server for every method of a descriptor set, by Google's own Python implementation. Keeps what it receives."""

from concurrent import futures

import grpc
from grpc_reflection.v1alpha import reflection


class Upstream(grpc.GenericRpcHandler):
    def __init__(self, methods):
        self.methods = methods  # path -> (client streams, server streams)
        self.received = {}
        self.answers = {}
        self.metadata = {}

    def service(self, details):
        kind = self.methods.get(details.method)
        if kind is None:
            return None
        sends, streams = kind
        path = details.method
        self.metadata[path] = dict(details.invocation_metadata)

        def one(request, context):
            self.received[path] = list(request) if sends else [request]
            return self.answers.get(path, [b''])[0]

        def many(request, context):
            self.received[path] = list(request) if sends else [request]
            yield from self.answers.get(path, [b''])

        make = {
            (False, False): grpc.unary_unary_rpc_method_handler, (False, True): grpc.unary_stream_rpc_method_handler,
            (True, False): grpc.stream_unary_rpc_method_handler, (True, True): grpc.stream_stream_rpc_method_handler,
        }[kind]
        return make(many if streams else one)


def start(methods, pool=None, services=()):
    """A server on a free port of loopback, and what it keeps. With a pool it describes itself."""
    upstream = Upstream(methods)
    server = grpc.server(futures.ThreadPoolExecutor(4), options=[('grpc.max_receive_message_length', 64 << 20)])
    if pool is not None:
        reflection.enable_server_reflection(services, server, pool=pool)
    server.add_generic_rpc_handlers((upstream,))
    port = server.add_insecure_port('127.0.0.1:0')
    server.start()
    return server, upstream, port
