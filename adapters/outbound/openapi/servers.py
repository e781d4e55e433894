"""APIs that an OpenAPI document describes, called through the one way out."""

import asyncio
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Final, final
from urllib.parse import urlencode

from typing_extensions import override

from application.ports.clock import Stopwatch
from application.ports.connections import OpenPlace, ToolServer
from application.ports.egress import Egress, WebAnswer, WebRequest
from domain.errors import Invalid
from domain.json import Json, JsonObject, read
from domain.tools.connection import ConnectedTool
from domain.tools.openapi import ApiCall, call_of, operations_of
from domain.tools.tool import ToolOutput

_REFUSED: Final = 400
_UNAUTHORISED: Final = 401
_READABLE: Final = ("text/", "application/json", "application/xml", "application/problem+json")
_TOKENS_MAX: Final = 256
_DEPTH_MAX: Final = 200
_LASTS_S: Final = 300.0
_SPARE_S: Final = 30.0
_FORM: Final = {"content-type": "application/x-www-form-urlencoded", "accept": "application/json"}


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class ApiServers(ToolServer):
    """Nothing is asked for its operations: the document says them."""

    egress: Egress
    stopwatch: Stopwatch
    _tokens: dict[str, tuple[str, float]] = field(
        default_factory=dict[str, tuple[str, float]], init=False
    )

    @override
    async def tools(self, at: OpenPlace) -> Sequence[ConnectedTool]:
        document = await asyncio.to_thread(_document, at.place.definition)
        found = operations_of(document, base=at.place.url)
        if at.place.auth.kind == "client_credentials":
            await self._token(at)
        return found

    @override
    async def call(self, at: OpenPlace, tool: ConnectedTool, arguments: JsonObject) -> ToolOutput:
        asked = call_of(tool, arguments)
        answer = await self._sent(at, asked)
        if answer.status == _UNAUTHORISED and _key(at) in self._tokens:
            del self._tokens[_key(at)]
            answer = await self._sent(at, asked)
        return ToolOutput(text=_text(answer), is_error=answer.status >= _REFUSED)

    async def _sent(self, at: OpenPlace, asked: ApiCall) -> WebAnswer:
        url, headers = asked.url, {"accept": "application/json, text/*;q=0.8", **asked.headers}
        auth, secret = at.place.auth, at.secret or ""
        match auth.kind:
            case "bearer":
                headers["authorization"] = f"Bearer {secret}"
            case "header":
                headers[auth.name] = secret
            case "query":
                url += f"{'&' if '?' in url else '?'}{urlencode({auth.name: secret})}"
            case "client_credentials":
                headers["authorization"] = f"Bearer {await self._token(at)}"
            case "none":
                pass
        request = WebRequest(url=url, method=asked.method, headers=headers, body=asked.body)
        return await self.egress.send(request)

    async def _token(self, at: OpenPlace) -> str:
        """As long as it lasts; kept in this process alone."""
        known, until_s = self._tokens.get(_key(at), ("", 0.0))
        if known and self.stopwatch() < until_s:
            return known
        auth = at.place.auth
        asked = {"grant_type": "client_credentials", "client_id": auth.client_id}
        asked |= {"client_secret": at.secret or ""} | ({"scope": auth.scope} if auth.scope else {})
        body = urlencode(asked).encode()
        answer = await self.egress.send(
            WebRequest(url=auth.token_url, method="POST", headers=_FORM, body=body)
        )
        token, lasts_s = _granted(answer)
        if len(self._tokens) >= _TOKENS_MAX:
            self._tokens.clear()
        self._tokens[_key(at)] = (token, self.stopwatch() + lasts_s - _SPARE_S)
        return token


def _granted(answer: WebAnswer) -> tuple[str, float]:
    try:
        found = read(answer.body) if answer.status < _REFUSED else None
    except Invalid:
        found = None
    token = found.get("access_token") if isinstance(found, Mapping) else None
    if not isinstance(found, Mapping) or not isinstance(token, str):
        raise Invalid(
            f"the token was refused with {answer.status}: look at the client's credentials"
        )
    lasts = found.get("expires_in")
    return token, float(lasts) if isinstance(lasts, int | float) else _LASTS_S


def _key(at: OpenPlace) -> str:
    auth = at.place.auth
    whole = "\n".join((auth.token_url, auth.client_id, auth.scope, at.secret or ""))
    return hashlib.sha256(whole.encode()).hexdigest()


def _text(answer: WebAnswer) -> str:
    if not answer.body:
        return f"Status {answer.status}, without a body."
    if not answer.media_type.startswith(_READABLE) and not answer.media_type.endswith("+json"):
        return f"Status {answer.status}: {len(answer.body):,} bytes of {answer.media_type[:60]}."
    cut = "\n[the answer was longer and is cut]" if answer.is_cut else ""
    return f"Status {answer.status}:\n{answer.body.decode(errors='replace')}{cut}"


def _document(text: str) -> JsonObject:
    """JSON or YAML. Aliases of YAML are refused: a few lines of them can mean gigabytes.

    So is what is nested deeper than any document: each level costs as much as there are levels.
    """
    stripped = text.strip()
    found: Json = read(stripped) if stripped.startswith("{") else _yaml(stripped)
    if not isinstance(found, Mapping):
        raise Invalid("definition: is no OpenAPI document")
    return found


def _yaml(text: str) -> Json:
    yaml = import_module("yaml")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        depth = 0
        for event in yaml.parse(text, Loader=loader):
            if isinstance(event, yaml.AliasEvent):
                raise Invalid("definition: has aliases; write it out")
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEPTH_MAX:
                raise Invalid("definition: is neither JSON nor YAML")
        found = yaml.load(text, Loader=loader)
        return read(_json_of(found))
    except (yaml.YAMLError, RecursionError, ValueError, TypeError):
        raise Invalid("definition: is neither JSON nor YAML") from None


def _json_of(found: object) -> str:
    """Dates and numbers as keys become texts."""
    return json.dumps(found, default=str)
