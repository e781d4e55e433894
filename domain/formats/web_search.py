"""Searching the web, which vendors do themselves, as each is asked to do it (conversion A4.5).

Only what OpenAI's clients ask is told to others: Google's and Anthropic's own tools are theirs.
"""

import re
from typing import Final

from domain.formats.encoded import Losses
from domain.formats.reading import At
from domain.json import Json, JsonObject
from domain.llm.prompt import HostedTool

OPTIONS: Final = "web_search_options"
"""OpenAI's clients of chat ask by this member, not by a tool."""
_OPENAI_S: Final = re.compile(r"web_search(?:_preview)?(?:_20\d\d_\d\d_\d\d)?")
_FORMATS: Final = frozenset({"openai_chat", "openai_responses"})
_PLACE: Final = ("city", "country", "region", "timezone")
_ANTHROPIC_S: Final = "web_search_20250305"
ANTHROPIC_S_NAME: Final = "web_search"


def read_options(at: At) -> HostedTool | None:
    """The wish of a chat client as a tool."""
    options = at.object(OPTIONS)
    if options is None:
        return None
    return HostedTool(format="openai_chat", value={OPTIONS: options.kept()}, path=OPTIONS)


def is_search(tool: HostedTool) -> bool:
    """Whether one of OpenAI's clients asks for a search of the web."""
    kind = tool.value.get("type")
    named = isinstance(kind, str) and _OPENAI_S.fullmatch(kind) is not None
    return tool.format in _FORMATS and (named or OPTIONS in tool.value)


def for_google(tool: HostedTool, place: str, losses: Losses) -> JsonObject:
    """Google has no word for where its user is."""
    if _location(tool):
        losses.note_one(tool, place, "only its place is left out: Google takes none")
    return {"googleSearch": {}}


def for_anthropic(tool: HostedTool) -> dict[str, Json]:
    written: dict[str, Json] = {"type": _ANTHROPIC_S, "name": ANTHROPIC_S_NAME}
    where = _location(tool)
    return {**written, "user_location": {"type": "approximate", **where}} if where else written


def for_responses(tool: HostedTool) -> dict[str, Json]:
    """What a chat client wishes, as the same vendor's tool."""
    given = At(tool.value).object(OPTIONS)
    size = given.text_or_none("search_context_size") if given else None
    where = _location(tool)
    written: dict[str, Json] = {"type": "web_search"}
    written |= {"search_context_size": size} if size else {}
    return {**written, "user_location": {"type": "approximate", **where}} if where else written


def _location(tool: HostedTool) -> JsonObject:
    """Where the user is, roughly: in a tool of responses flat, in a chat's wish nested."""
    at = At(tool.value)
    found = (at.object(OPTIONS) or at).object("user_location")
    inner = (found.object("approximate") or found) if found else None
    told = {key: inner.text_or_none(key) for key in _PLACE} if inner else {}
    return {key: value for key, value in told.items() if value}
