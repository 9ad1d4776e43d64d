"""How a generated request is made one that can succeed: with identifiers of things that are there, or that are made to be used up."""

from urllib.parse import urlsplit

# What is never changed, because everything else depends on it, is changed on something beside it or made anew for each request.


def victim(name, make):
    def recipe(case, supply):
        case.path_parameters[name] = make(supply)
    return recipe


def spare(name, key):
    def recipe(case, supply):
        case.path_parameters[name] = supply.world[key]
    return recipe


def waiting(case, supply):
    case.path_parameters |= {"api": supply.waiting_revision(), "revision": "pending"}


def person(name):
    return lambda supply: supply.member(name)


def credential(case, supply):
    personal = str((case.query or {}).get("personal", "false")).lower() == "true"
    # A request of a service account's has no own credentials.
    supply.credential(personal and supply.world["pass"] != "key")
    case.path_parameters |= {"api": supply.world["api"], "scheme": "key"}


def image(case, supply):
    case.path_parameters |= {"server": supply.world["server"], "image": supply.image()}


def tag(case, supply):
    case.path_parameters |= {"registry": supply.world["registry"], "tag": supply.pushed()}


# Requests that use up, or change, what their path names.
DESTRUCTIVE = {
    "deleteOrganisation": victim("organisation", lambda supply: supply.organisation()),
    "updateOrganisation": spare("organisation", "spareOrganisation"),
    "setQuotas": spare("organisation", "spareOrganisation"),
    "deleteApi": victim("api", lambda supply: supply.api()["id"]),
    "restoreApi": victim("api", lambda supply: supply.deleted_api()),
    "updateApi": spare("api", "spareApi"),
    "approveRevision": waiting,
    "rejectRevision": waiting,
    "deleteCredential": credential,
    "cancelJob": victim("job", lambda supply: supply.running_job()),
    "updateMember": victim("user", person("bob")),
    "removeMember": victim("user", person("cyd")),
    "revokeInvitation": victim("invitation", lambda supply: supply.invitation()["id"]),
    "updateUser": spare("user", "dan"),
    "createPasswordReset": spare("user", "dan"),
    "updateRole": spare("role", "role"),
    "deleteRole": victim("role", lambda supply: supply.role()),
    "updateServiceAccount": spare("account", "account"),
    "deleteServiceAccount": victim("account", lambda supply: supply.account()),
    "revokeApiKey": victim("key", lambda supply: supply.key()),
    "rotateApiKey": victim("key", lambda supply: supply.key()),
    "deleteWebhook": victim("webhook", lambda supply: supply.webhook()),
    "updateWebhook": spare("webhook", "webhook"),
    "deleteRegistry": victim("registry", lambda supply: supply.registry()),
    "updateRegistry": spare("registry", "spareRegistry"),
    "deleteRegistryTag": tag,
    "deleteServerImage": image,
    # The archives of a few images are kept, and others are made here.
    "getServerImageArchive": image,
    "updateServer": spare("server", "spareServer"),
    "deleteServer": victim("server", lambda supply: supply.server()),
    "createServerVersion": spare("server", "spareServer"),
    "deployServer": spare("server", "spareServer"),
    "stopServer": victim("server", lambda supply: supply.deployed(canary=False)),
    "promoteCanary": victim("server", lambda supply: supply.deployed(canary=True)),
    "rollBackServer": victim("server", lambda supply: supply.deployed(canary=True)),
    "endMySession": victim("session", lambda supply: supply.session("mel")),
}

# Requests about one's own account are sent by somebody whom nothing else depends on.
OWN = {
    "signOut": lambda supply: supply.signed_in("mel")["access_token"],
    "endMySession": lambda supply: supply.token("mel"),
    "changePassword": lambda supply: supply.token("mel"),
    "beginSecondFactor": lambda supply: supply.token("fay"),
    "confirmSecondFactor": lambda supply: supply.token("fay"),
    "removeSecondFactor": lambda supply: supply.token("fay"),
    "acceptInvitation": lambda supply: supply.token("cyd"),
}


def password_of(name):
    return lambda body, supply: body.update(password=supply.passwords[name])


def changed(body, supply):
    body.update(password=supply.passwords["mel"], new_password=f"tundra-Walnut-{supply.number()}-kestrel")


def strong(body, supply):
    body.update(password=f"granite-Orchid-{supply.number()}-saffron")


def sign_up(body, supply):
    strong(body, supply)
    body.pop("invitation", None)


def create_user(body, supply):
    body.update(email=f"new-{supply.world['pass']}-{supply.number()}@example.com")


def sign_in(body, supply):
    body.update(email=supply.world["people"]["eve"]["email"], password=supply.passwords["eve"])


def registry(body, supply):
    # Certificates and logins have forms that no schema says.
    body.update(address="registry.example/team")
    for name in ("login", "authorities"):
        body.pop(name, None)


def create_server(body, supply):
    body.update(design={"sources": [{"api": supply.world["api"]}]})
    body.pop("slug", None)


def deploy(body, supply):
    body.update(version="1")
    body.pop("canary", None)
    # Dozens of processes would tell nothing that one does not.
    body.pop("replicas", None)


# Bodies that name a secret, or something that has to be there.
BODIES = {
    "createServer": create_server,
    "deployServer": deploy,
    "createRegistry": registry,
    "updateRegistry": registry,
    "createApiKey": lambda body, supply: body.pop("reach", None),
    "updateServer": lambda body, supply: body.pop("design", None),
    "signUp": sign_up,
    "createUser": create_user,
    "signIn": sign_in,
    "refreshSession": lambda body, supply: body.update(refresh_token=supply.signed_in("eve")["refresh_token"]),
    "resetPassword": lambda body, supply: (strong(body, supply), body.update(token=supply.reset())),
    "lookAtInvitation": lambda body, supply: body.update(token=supply.invitation()["token"]),
    "acceptInvitation": lambda body, supply: body.update(token=supply.invitation_of("cyd")),
    "changePassword": changed,
    "beginSecondFactor": password_of("fay"),
    "removeSecondFactor": password_of("fay"),
    "confirmSecondFactor": lambda body, supply: body.update(code=supply.second_factor("fay")),
}

# Streams end after some events, and begin with those that there are: the first ones of all, or else nothing comes for long. Cursors are
# those of a page before.
QUERIES = {
    "followEvents": {"after": 0},
    "followLive": {"after": "0.0.0", "server": None, "kind": None},
    "listRegistryServers": {"cursor": None},
    "listRegistryTags": {"repository": "pets"},
    "deleteRegistryTag": {"repository": "pets"},
}


def usual(operation, world, turn):
    """Something that is there, for each name of a path parameter."""
    return {
        "organisation": world["organisation"] if turn % 4 else world["slug"],
        "api": world["api"] if turn % 2 else "shop",
        "revision": ("current", "1", "last", world["revision"])[turn % 4],
        "tool": world["tools"][turn % len(world["tools"])],
        "digest": world["uploadDigest"] if "/uploads/" in operation.path else world["digest"],
        "upload": world["upload"],
        "registry": world["registry"],
        "image": world["image"],
        "scheme": "key",
        "job": world["job"],
        "user": world["dan"] if "/admin/" in operation.path else world["bob"],
        "account": world["account"],
        "role": world["role"],
        "key": world["key"],
        "webhook": world["webhook"],
        "server": world["server"] if turn % 2 else "desk",
        "version": ("latest", "1.0.0")[turn % 2] if operation.path.startswith("/v0.1/") else str(1 + turn % 2),
        "serverName": world["serverName"],
        "call": world["call"],
    } | ({"organisation": world["organisation"]} if "/admin/" in operation.path else {}) | (
        {"tool": world["tools"][0]} if operation.method == "post" else {})


def at_home(value, base):
    """The same value, whose addresses are all of the judge's own upstream: nobody else is to hear of this."""
    if isinstance(value, dict):
        return {name: at_home(one, base) for name, one in value.items()}
    if isinstance(value, list):
        return [at_home(one, base) for one in value]
    if isinstance(value, str) and value.lower().startswith(("http:", "https:", "grpc:", "grpcs:")) and host(value):
        return f"{base}/docs/shop.json"
    return value


def host(address):
    try:
        return urlsplit(address).netloc
    except ValueError:
        # Whatever it is, the hub refuses it as well.
        return None
