"""A gRPC server with reflection, at an address that it is told and a free port that it prints: what a hub asks for its schema."""

import os
import sys
import tempfile
from concurrent import futures

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool
from grpc_reflection.v1alpha import reflection
from grpc_tools import protoc

PROTO = 'syntax = "proto3"; package shop.v1; message Pet { string name = 1; } service Shop { rpc GetPet(Pet) returns (Pet); rpc AddPet(Pet) returns (Pet); }'


class Service(grpc.GenericRpcHandler):
    """Answers what it was sent."""

    def service(self, details):
        if not details.method.startswith('/shop.v1.Shop/'):
            return None
        return grpc.unary_unary_rpc_method_handler(lambda request, context: request)


with tempfile.TemporaryDirectory() as folder:
    with open(os.path.join(folder, 'shop.proto'), 'w') as file:
        file.write(PROTO)
    compiled = os.path.join(folder, 'set')
    protoc.main(['protoc', f'-I{folder}', f'--descriptor_set_out={compiled}', 'shop.proto'])
    with open(compiled, 'rb') as file:
        files = descriptor_pb2.FileDescriptorSet.FromString(file.read())
pool = descriptor_pool.DescriptorPool()
for one in files.file:
    pool.Add(one)
server = grpc.server(futures.ThreadPoolExecutor(4))
server.add_generic_rpc_handlers((Service(),))
reflection.enable_server_reflection(['shop.v1.Shop', reflection.SERVICE_NAME], server, pool)
port = server.add_insecure_port(f'{sys.argv[1]}:0')
server.start()
print(port, flush=True)
server.wait_for_termination()
