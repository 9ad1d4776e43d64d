"""Adds mcphub to the peers of a copy of the harness: one server alone, and one behind the hub's gateway. bench_peer.py RUN_ALL BINARY"""
import os
import sys

path, binary = sys.argv[1:]
text = open(path, encoding="utf-8").read()
anchor = '        Peer("fastmcp", '
entry = (
    f'        Peer("mcphub", ["{binary}", "run", spec, "--listen", f"127.0.0.1:{{p + 9}}", "--upstream", "http://127.0.0.1:9100/v1",\n'
    '                        "--allow-private-upstreams"], p + 9, tool="get_pet"),\n'
    # A hub of its own each time: the folder is emptied before the peers are made.
    f'        Peer("mcphub-gateway", ["{binary}", "serve", "--listen", f"127.0.0.1:{{p + 10}}", "--allow-private-upstreams"], p + 10,\n'
    '             tool="get_pet", cwd=fresh(f"{scratch}/mcphub"),\n'
    '             load=bench_hub.load(spec, f"{ROOT}/logs/peer-mcphub-gateway-{p + 10}.log")),\n'
)
helpers = f"""
sys.path.insert(0, {os.path.dirname(os.path.abspath(__file__))!r})
import bench_hub  # noqa: E402


def fresh(folder):
    shutil.rmtree(folder, ignore_errors=True)
    return folder


class Peer:"""
if anchor not in text:
    sys.exit(f"{path} has no list of peers where one is expected")
if '"mcphub"' not in text:
    text = text.replace("\nclass Peer:", helpers, 1)
    open(path, "w", encoding="utf-8").write(text.replace(anchor, entry + anchor, 1))
