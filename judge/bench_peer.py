"""Adds mcphub to the peers of a copy of the harness. bench_peer.py RUN_ALL BINARY"""
import sys

path, binary = sys.argv[1:]
text = open(path, encoding="utf-8").read()
anchor = '        Peer("fastmcp", '
entry = (
    f'        Peer("mcphub", ["{binary}", "run", spec, "--listen", f"127.0.0.1:{{p + 9}}", "--upstream", "http://127.0.0.1:9100/v1",\n'
    '                        "--allow-private-upstreams"], p + 9, tool="get_pet"),\n'
)
if anchor not in text:
    sys.exit(f"{path} has no list of peers where one is expected")
if '"mcphub"' not in text:
    open(path, "w", encoding="utf-8").write(text.replace(anchor, entry + anchor, 1))
