// A program for Python that tries to connect to places, and says of each what came of it: run within a network, it shows what can be reached there.

/** Its argument: a list of hosts with ports, as JSON. */
export const CONNECT = `
import socket, sys, json
found = {}
for place, port in json.loads(sys.argv[1]):
    try:
        socket.create_connection((place, port), 2).close()
        found[f'{place}:{port}'] = 'connected'
    except OSError as error:
        found[f'{place}:{port}'] = str(error)
print(json.dumps(found))`;
