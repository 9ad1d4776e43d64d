"""`mcphub run` over standard input and output."""

import json
import os
import subprocess


class Hub:
    def __init__(self, binary, blueprint, upstream, options=(), environment=None):
        where = ['--upstream', upstream] if upstream else []
        self.process = subprocess.Popen(
            [binary, 'run', blueprint, '--stdio', '--allow-private-upstreams', *where, *options],
            env={**os.environ, **(environment or {})}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.number = 0
        self.ask('initialize', {'protocolVersion': '2025-06-18', 'capabilities': {}, 'clientInfo': {'name': 'judge', 'version': '1'}})
        self.tell('notifications/initialized')

    def tell(self, method):
        self.process.stdin.write(json.dumps({'jsonrpc': '2.0', 'method': method}) + '\n')
        self.process.stdin.flush()

    def ask(self, method, params):
        self.number += 1
        self.process.stdin.write(json.dumps({'jsonrpc': '2.0', 'id': self.number, 'method': method, 'params': params}) + '\n')
        self.process.stdin.flush()
        while True:
            line = self.process.stdout.readline()
            if not line:
                raise RuntimeError('mcphub ended')
            answer = json.loads(line)
            if answer.get('id') == self.number:
                return answer

    def close(self):
        self.process.stdin.close()
        self.process.terminate()
        self.process.wait(10)
