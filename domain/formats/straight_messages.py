"""Messages of a usual chat request in Anthropic's words: text, calls of tools and their results."""

import re
from collections.abc import Iterator, Mapping
from math import ceil
from typing import Final

from domain.formats.arguments import arguments_object
from domain.formats.carrying import key_of_call, key_of_text
from domain.json import Json, JsonObject, write

_SAID: Final = dict.fromkeys(("role", "content")).keys()
_CALLING: Final = dict.fromkeys(("role", "content", "tool_calls")).keys()
_ANSWERING: Final = dict.fromkeys(("role", "content", "tool_call_id")).keys()
_TEXT: Final = dict.fromkeys(("type", "text")).keys()
_CALL: Final = dict.fromkeys(("id", "type", "function")).keys()
_CALLED: Final = dict.fromkeys(("name", "arguments")).keys()
_ID: Final = re.compile(r"(?!.*__thought__)[a-zA-Z0-9_-]{1,64}")
_NAME: Final = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_PER_TURN: Final = 4
_BYTES_PER_TOKEN: Final = 3.3
Block = dict[str, Json]
_Turn = Block | tuple[list[str], list[str]]
"""One of the assistant's: its first call, or what was asked before it and what it said."""


class Unusual(Exception):
    """Something is in the body that the codecs had better read."""


class StraightMessages:
    """The walk over the messages: what every kind of them is in Anthropic's words."""

    def __init__(self) -> None:
        self.system: list[Block] = []
        self.messages: list[JsonObject] = []
        self.tokens = 0
        self.calls = False
        self._turns: list[_Turn] = []
        self._asked: list[str] = []
        self._run: list[Block] = []
        self._owed: list[str] = []
        self._ids: set[str] = set()

    def read(self, messages: Json) -> None:
        if not isinstance(messages, list) or not messages:
            raise Unusual
        for message in messages:
            if not isinstance(message, dict):
                raise Unusual
            self.tokens += _PER_TURN
            role = message.get("role")
            if role == "user":
                self._user(message)
            elif role == "assistant":
                self._assistant(message)
            elif role == "tool":
                self._result(message)
            elif role in ("system", "developer"):
                self._system(message)
            else:
                raise Unusual
        self._close_run()

    def _system(self, message: Mapping[str, Json]) -> None:
        if message.keys() != _SAID or self.messages or self._run:
            raise Unusual
        self.system += self._texts(_said(message["content"]))

    def _user(self, message: Mapping[str, Json]) -> None:
        if message.keys() != _SAID or self._owed:
            raise Unusual
        said = _said(message["content"])
        self._asked = said if message["content"] else []
        self._run += self._texts(said)

    def _assistant(self, message: Mapping[str, Json]) -> None:
        self._close_run()
        content = message.get("content")
        said = _said(content) if content else []
        blocks = self._texts(said)
        if message.keys() == _CALLING:
            called = [*self._called(message["tool_calls"])]
            self._turns.append(called[0])
            blocks += called
        elif message.keys() == _SAID:
            self._turns.append((self._asked, said))
        else:
            raise Unusual
        if not blocks:
            raise Unusual
        self.messages.append({"role": "assistant", "content": blocks})

    def _called(self, calls: Json) -> Iterator[Block]:
        if not isinstance(calls, list) or not calls:
            raise Unusual
        self.calls = True
        for call in calls:
            if not isinstance(call, dict) or call.keys() != _CALL:
                raise Unusual
            if call["type"] != "function":
                raise Unusual
            name, arguments = _function(call["function"])
            self.tokens += _tokens(name + arguments)
            call_id = self._new_id(call["id"])
            given = arguments_object(arguments)
            yield {"type": "tool_use", "id": call_id, "name": name, "input": given}

    def _new_id(self, given: Json) -> str:
        """A call's, which is owed a result."""
        if not isinstance(given, str) or not _ID.fullmatch(given) or given in self._ids:
            raise Unusual
        self._ids.add(given)
        self._owed.append(given)
        return given

    def _result(self, message: Mapping[str, Json]) -> None:
        """Right after the calls, one for each, in their order."""
        if message.keys() != _ANSWERING or not self._owed:
            raise Unusual
        content = message["content"]
        owed = self._owed.pop(0)
        if message["tool_call_id"] != owed or not isinstance(content, str):
            raise Unusual
        self.tokens += _tokens(content)
        self._asked = [owed]
        result: Block = {
            "type": "tool_result",
            "tool_use_id": owed,
            "content": content,
        }
        self._run.append(result)

    def _texts(self, said: list[str]) -> list[Block]:
        """White space alone is left out, but counted."""
        self.tokens += sum(map(_tokens, said))
        return [{"type": "text", "text": text} for text in said if text and not text.isspace()]

    def bare_keys(self) -> tuple[str, ...]:
        """As `Unread` says it."""
        return tuple(map(_key, self._turns)) if self.calls else ()

    def _close_run(self) -> None:
        """Between two of the assistant's messages stands one of the user's."""
        if self._owed or not self._run:
            raise Unusual
        self.messages.append({"role": "user", "content": self._run})
        self._run = []


def _said(content: Json) -> list[str]:
    """A text, or the texts of a list of parts."""
    if isinstance(content, str):
        return [content]
    if not isinstance(content, list):
        raise Unusual
    texts: list[str] = []
    for part in content:
        if not isinstance(part, dict) or part.keys() != _TEXT or part["type"] != "text":
            raise Unusual
        text = part["text"]
        if not isinstance(text, str):
            raise Unusual
        texts.append(text)
    return texts


def _key(turn: _Turn) -> str:
    if isinstance(turn, tuple):
        asked, said = turn
        return key_of_text(asked, "".join(said))
    call_id, name, given = turn["id"], turn["name"], turn["input"]
    assert isinstance(call_id, str)
    assert isinstance(name, str)
    return key_of_call(call_id, name, write(given))


def _function(given: Json) -> tuple[str, str]:
    """A called one's name, and its arguments as they were written."""
    if not isinstance(given, dict) or given.keys() != _CALLED:
        raise Unusual
    name, arguments = given["name"], given["arguments"]
    if not isinstance(name, str) or not isinstance(arguments, str) or not _NAME.fullmatch(name):
        raise Unusual
    return name, arguments


def _tokens(text: str) -> int:
    """As `estimate` counts. Raises `UnicodeEncodeError` for what is no character."""
    length = len(text) if text.isascii() else len(text.encode())
    return ceil(length / _BYTES_PER_TOKEN)
