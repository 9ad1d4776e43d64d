"""Whether a hub sends its traces: a collector of OTLP over gRPC gets the spans of a request, with its route and its name.

    traces.py MCPHUB
"""
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import grpc

EXPORT = "/opentelemetry.proto.collector.trace.v1.TraceService/Export"
WANTED = [b"mcphub", b"request", b"/api/v1/about"]


class Collector(grpc.GenericRpcHandler):
    """Takes whatever is exported, as bytes: the words in it are enough to tell."""

    def __init__(self):
        self.received = b""
        self.lock = threading.Lock()

    def service(self, call):
        if call.method != EXPORT:
            return None
        return grpc.unary_unary_rpc_method_handler(self.export)

    def export(self, message, _context):
        with self.lock:
            self.received += message
        return b""


def main(binary):
    collector = Collector()
    server = grpc.server(ThreadPoolExecutor(2))
    server.add_generic_rpc_handlers((collector,))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    with tempfile.TemporaryDirectory() as folder:
        settings = {"MCPHUB__TELEMETRY__OTLP_ENDPOINT": f"http://127.0.0.1:{port}"}
        hub = subprocess.Popen([os.path.abspath(binary), "serve", "--listen", "127.0.0.1:0"], cwd=folder, stderr=subprocess.PIPE, text=True, env=os.environ | settings)
        address = next(line.split()[-1] for line in hub.stderr if line.startswith("listening on "))
        threading.Thread(target=hub.stderr.read, daemon=True).start()
        about = json.load(urllib.request.urlopen(f"{address}/api/v1/about"))
        assert about["needs_setup"], about
        hub.terminate()
        ended = hub.wait(30)
    deadline = time.time() + 5
    while not all(word in collector.received for word in WANTED) and time.time() < deadline:
        time.sleep(0.1)
    server.stop(0)
    missing = [word.decode() for word in WANTED if word not in collector.received]
    for word in missing:
        print(f"  no span says `{word}`; {len(collector.received)} bytes were exported")
    failed = bool(missing) + (ended != 0)
    print(f"traces: {2 - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
