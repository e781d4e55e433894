"""The paths that people make of our base URL, led to the ones that there are.

Clients append their endpoint to whatever base URL they were given: with `/v1` or without it,
with a slash at its end, with a whole endpoint already in it (conversion E1; clients 2.9, 4.4).
Azure's clients name the model in the path, as a deployment (E1.6).
"""

import re
from typing import Final, final
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Receive, Scope, Send

GOOGLE_S_KEY: Final = "x-goog-api-key"
KEY_IN_QUERY: Final = "key"
"""Where Google's clients send the key."""
DEPLOYMENT: Final = "parley.deployment"
"""Where the scope of a request holds the model that its path names."""
_GOOGLE_S_VERSION: Final = "/v1beta"
_MODELS: Final = re.compile(r"/v1/models(?=/|$)")
_VERSION: Final = r"v1|v1beta|v1alpha"
_ENDPOINTS: Final = (
    r"chat/completions|completions|messages|responses|models|embeddings|moderations|images|audio"
)
_SLASHES: Final = re.compile(r"/{2,}")
_VERSIONS: Final = re.compile(rf"/(?:(?:{_VERSION})/)+(?=(?:{_VERSION})(?:/|$))")
_NO_VERSION: Final = re.compile(rf"/(?:{_ENDPOINTS})(?:/|$)")
_ENDPOINT_IN_BASE: Final = re.compile(
    rf"/v1/(?:chat/completions|completions|messages|responses)"
    rf"(?=/(?:(?:{_VERSION})/)?(?:{_ENDPOINTS})(?:/|$))"
)
_OPENAI_AT_GOOGLE: Final = re.compile(r"/v1beta/openai(?=/|$)")
"""Where Google itself speaks as OpenAI does."""
_GOOGLE_S_CALL: Final = re.compile(
    r"/(?:v1(?:beta|alpha)/(?:models/)?|(?:v1/)?models/)(.+:(?:[a-z]\w*Contents?|countTokens))$"
)
"""The Vercel AI SDK leaves `models/` out where a model's name has a slash in it."""
_AZURE: Final = re.compile(
    rf"(?:/v1)?/openai/(?:v1/|deployments/(?P<model>.+?)/)?(?P<rest>(?:{_ENDPOINTS})(?:/.*)?)$"
)
"""With `api-version` in the query, which says nothing here."""
_GOOGLES: Final = re.compile(r"/v1alpha(?=/|$)")


def canonical(path: str) -> str:
    """The path that was meant; one that nobody could have meant stays as it is."""
    tidy = _SLASHES.sub("/", path)
    tidy = tidy.rstrip("/") or "/"
    tidy = _VERSIONS.sub("/", tidy)
    azure = _AZURE.match(tidy)
    if azure:
        return f"/v1/{azure['rest']}"
    call = _GOOGLE_S_CALL.match(tidy)
    if call:
        return f"{_GOOGLE_S_VERSION}/models/{call[1]}"
    tidy = _OPENAI_AT_GOOGLE.sub("/v1", tidy, count=1)
    if _NO_VERSION.match(tidy):
        tidy = f"/v1{tidy}"
    within = _ENDPOINT_IN_BASE.match(tidy)
    if within:
        return canonical(tidy[within.end() :])
    return _GOOGLES.sub("/v1beta", tidy, count=1)


def deployment_in(path: str) -> str | None:
    """The model that a path of Azure's names."""
    azure = _AZURE.match(_SLASHES.sub("/", path))
    return azure["model"] if azure else None


@final
class ForgivingPaths:
    """ASGI middleware: every route is known under one path alone."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in {"http", "websocket"}:
            path = canonical(scope["path"])
            if _MODELS.match(path) and _has_google_s_key(scope):
                path = _GOOGLE_S_VERSION + path.removeprefix("/v1")
            scope = {**scope, "path": path, DEPLOYMENT: deployment_in(scope["path"])}
        await self._app(scope, receive, send)


def _has_google_s_key(scope: Scope) -> bool:
    """Its clients ask for models under `/v1` too, in shapes of their own."""
    names = {name for name, _ in scope["headers"]}
    asked = parse_qs(scope["query_string"])
    return GOOGLE_S_KEY.encode() in names or KEY_IN_QUERY.encode() in asked
