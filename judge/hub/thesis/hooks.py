"""What Schemathesis calls: who sends a request, with what it can succeed, and which answers there were."""

import atexit
import collections
import json
import os
import zlib

import schemathesis
from recipes import BODIES, DESTRUCTIVE, OWN, QUERIES, at_home, usual
from schemathesis.core.parameters import ParameterLocation
from supply import Supply

with open(os.environ["JUDGE_WORLD"], encoding="utf-8") as file:
    world = json.load(file)
supply = Supply(world)
answers = collections.defaultdict(collections.Counter)
# One request in so many keeps the identifiers that were generated.
STRANGE = 8


def name_of(operation):
    return operation.definition.raw["operationId"]


def is_whole(case):
    """It is a request of the operation's own, which nothing was made wrong with."""
    return is_own(case) and case.meta.generation.mode.is_positive


def is_own(case):
    return case.method.upper() == case.operation.method.upper()


def turn_of(case):
    """A number that is always the same for the same request."""
    return zlib.crc32(repr((case.path_parameters, case.query, case.body)).encode("utf-8", "replace"))


@schemathesis.hook
def before_call(context, case, kwargs):
    if case.meta is None:
        return
    name, turn = name_of(case.operation), turn_of(case)
    if case.path_parameters and not case.meta.is_negative_at(ParameterLocation.PATH):
        choose_path(case, name, turn)
    if isinstance(case.body, (dict, list)):
        case.body = at_home(case.body, world["upstream"])
    # A request that is to be refused for want of a token, or for a wrong one, stays as it is.
    if name in OWN and is_own(case) and case.headers.get("Authorization") == f"Bearer {supply.token('ada')}":
        case.headers["Authorization"] = f"Bearer {OWN[name](supply)}"
    if not is_whole(case):
        return
    if isinstance(case.body, dict) and name in BODIES and turn % STRANGE:
        BODIES[name](case.body, supply)
        supply.sent = case.body
    if name in QUERIES:
        query = (case.query or {}) | QUERIES[name]
        case.query = {key: value for key, value in query.items() if value is not None}


def choose_path(case, name, turn):
    phase = case.meta.phase.name.value
    linked = dict(case._override.path_parameters) if phase == "stateful" and case._override else {}
    is_strange = phase in ("fuzzing", "stateful") and turn % STRANGE == 0
    here = usual(case.operation, world, turn)
    for parameter, value in case.path_parameters.items():
        if parameter in here and parameter not in linked and not is_strange:
            case.path_parameters[parameter] = here[parameter]
        elif parameter == "organisation" and value not in linked.values() and not is_strange:
            case.path_parameters[parameter] = world["organisation"]
    if name not in DESTRUCTIVE or not is_own(case):
        return
    own = {parameter for parameter in case.path_parameters if parameter not in linked}
    is_chosen = bool(own - {"organisation"}) or not linked
    if any(value in world["kept"] for value in case.path_parameters.values()) or is_chosen:
        if not is_strange and is_whole(case) or names_kept(case, name):
            DESTRUCTIVE[name](case, supply)


def names_kept(case, name):
    """What the request would use up is something that is needed."""
    last = list(case.path_parameters)[-1]
    return case.path_parameters[last] in world["kept"]


@schemathesis.hook
def after_call(context, case, response):
    if not is_own(case):
        return
    name = name_of(case.operation)
    answers[name][response.status_code] += 1
    if name == "changePassword" and response.status_code == 204:
        supply.passwords["mel"] = supply.sent["new_password"]


if world["pass"] != "anonymous":

    @schemathesis.auth(refresh_interval=600)
    class Principal:
        def get(self, case, context):
            return world["secret"] if world["pass"] == "key" else supply.token("ada")

        def set(self, case, data, context):
            case.headers["Authorization"] = f"Bearer {data}"


@atexit.register
def write():
    with open(os.environ["JUDGE_ANSWERS"], "w", encoding="utf-8") as file:
        json.dump(answers, file)
