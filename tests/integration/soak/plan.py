"""What many clients ask, how each behaves, and how the provider answers each of them.

A token is so many bytes, for the provider as for a relay that has to count by itself: so both
can be compared to the token where an answer was cut off, too.
"""

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Final, Literal

from domain.json import JsonObject
from tests.upstream.mode import Mode
from tests.upstream.server import FakeUpstream

Dialect = Literal["chat", "responses", "messages", "gemini"]
DIALECTS: Final[Sequence[Dialect]] = ("chat", "responses", "messages", "gemini")
USD_A_MILLION: Final = {
    "chatting": (1, 2),
    "responding": (3, 5),
    "claude": (7, 11),
    "gemini": (13, 17),
    "backup": (19, 23),
    "spare": (29, 31),
}
"""For input and output, by provider: no sum of them is another's."""
HURRIED_S: Final = 2.5
WORDS: Final = 12
_KINDS: Final = {"claude": "anthropic", "gemini": "google"}
_FORMATS: Final = {"responding": "openai_responses"}
_FAILURES: Final = (
    Mode(kind="status", status=500),
    Mode(kind="status", status=429, retry_after="1"),
    Mode(kind="status", status=503),
    Mode(kind="rst_after", after=1),
    Mode(kind="error_in_200_stream", after=1),
    Mode(kind="half_frame", after=1),
)
"""Before the first word: another is asked."""
_CUT: Final = (
    Mode(kind="error_in_200_stream", after_words=5),
    Mode(kind="half_frame", after_words=WORDS // 2),
)


@dataclass(slots=True, kw_only=True, eq=False)
class Want:
    """One request. `modes` are those of its attempts, the last one of all after it.

    `leaves_after` so many words its client goes away: 0 is before there is any answer. One that
    `waits` hears so many words and then waits for what never comes.
    """

    number: int
    dialect: Dialect
    model: str
    stream: bool
    key: int
    modes: tuple[Mode, ...]
    leaves_after: int | None = None
    waits: bool = False
    asked: int = 0
    reached: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def id(self) -> str:
        return f"soak-{self.number:05}"

    @property
    def question(self) -> str:
        return f"question {self.number}: " + "please " * (self.number % 7)

    @property
    def words(self) -> list[str]:
        return [f"word{n}of{self.number}." for n in range(WORDS)]

    @property
    def pauses(self) -> bool:
        """Whether its provider falls silent by no fault of its own."""
        return self.waits or self.leaves_after is not None

    def next_mode(self) -> Mode:
        mode = self.modes[min(self.asked, len(self.modes) - 1)]
        self.asked += 1
        self.reached.set()
        return replace(mode, text=" ".join(self.words), unit="byte")

    @property
    def path(self) -> str:
        if self.dialect == "gemini":
            action = "streamGenerateContent?alt=sse" if self.stream else "generateContent"
            return f"/v1beta/models/{self.model}:{action}"
        return {
            "chat": "/v1/chat/completions",
            "responses": "/v1/responses",
            "messages": "/v1/messages",
        }[self.dialect]

    @property
    def body(self) -> JsonObject:
        """Long answers are asked of the provider as streams, whatever the client wants."""
        most = 100 if self.number % 3 else 4_000
        if self.dialect == "gemini":
            return {
                "contents": [{"role": "user", "parts": [{"text": self.question}]}],
                "generationConfig": {"maxOutputTokens": most},
            }
        rest: JsonObject = {"model": self.model, "stream": self.stream}
        if self.dialect == "responses":
            return {**rest, "input": self.question, "max_output_tokens": most, "store": False}
        turns: list[JsonObject] = [{"role": "user", "content": self.question}]
        return {**rest, "messages": [*turns], "max_tokens": most}


def mixed(count: int, *, first: int, keys: int, draw: Random) -> list[Want]:
    """A fifth goes away, a tenth meets failures, a twentieth silence; else all is well."""
    return [_want(first + n, keys, draw) for n in range(count)]


def standing_still(count: int, *, first: int, keys: int, draw: Random) -> list[Want]:
    """Calls that are in the middle of their answers, or before, until somebody dies."""
    return [_standing(first + n, keys, draw) for n in range(count)]


def _standing(number: int, keys: int, draw: Random) -> Want:
    want = _usual(number, keys, draw)
    want.waits = True
    words = draw.randint(1, WORDS - 1) if want.stream else 0
    want.leaves_after, want.modes = words, (_silent_after(words),)
    return want


def _want(number: int, keys: int, draw: Random) -> Want:
    want, kind = _usual(number, keys, draw), draw.random()
    if kind < 0.2:
        words = draw.randint(0, WORDS) if want.stream else 0
        want.leaves_after, want.modes = words, (_silent_after(words),)
    elif kind < 0.25:
        want.modes = (draw.choice(_FAILURES), Mode())
    elif kind < 0.28:
        want.modes = (draw.choice(_FAILURES), draw.choice(_FAILURES), Mode())
    elif kind < 0.3:
        want.modes = (draw.choice(_FAILURES),)
    elif kind < 0.33 and want.stream:
        want.modes = (draw.choice(_CUT),)
    elif kind < 0.35:
        want.model, want.modes = "hurried", (Mode(kind="hang_before_headers"), Mode())
    return want


def _usual(number: int, keys: int, draw: Random) -> Want:
    return Want(
        number=number,
        dialect=draw.choice(DIALECTS),
        model=draw.choice(["chatting", "responding", "claude", "gemini"]),
        stream=draw.random() < 0.6,
        key=draw.randrange(keys),
        modes=(Mode(),),
    )


def _silent_after(words: int) -> Mode:
    if words == WORDS:
        return Mode()  # it goes away when all is said
    if not words:
        return Mode(kind="hang_before_headers")
    return Mode(kind="stall_after", after_words=words)


def offer(upstream: FakeUpstream) -> Mapping[str, str]:
    """Four models of four vendors, each with another place and another model behind it."""
    backup: JsonObject = {"provider": "backup", "upstream": "backup", "price": _price("backup")}
    models: list[JsonObject] = [
        {
            "name": name,
            "provider": name,
            "price": _price(name),
            "deployments": [backup],
            "fallbacks": ["spare"],
        }
        for name in ("chatting", "responding", "claude", "gemini")
    ]
    models.append({"name": "spare", "provider": "spare", "price": _price("spare")})
    models.append(
        {
            **models[0],
            "name": "hurried",
            "fallbacks": [],
            "timeouts": {"first_token_s": HURRIED_S, "whole_s": HURRIED_S},
        }
    )
    return {
        "PARLEY_PROVIDERS": json.dumps(dict(_providers(upstream))),
        "PARLEY_MODELS": json.dumps(models),
    }


def _providers(upstream: FakeUpstream) -> Iterator[tuple[str, JsonObject]]:
    for name in USD_A_MILLION:
        kind = _KINDS.get(name, "openai")
        yield (
            name,
            {
                "kind": kind,
                "api_key": f"{name}-secret",
                "base_url": upstream.url + ("/v1" if kind == "openai" else ""),
                "format": _FORMATS.get(name),
            },
        )


def _price(provider: str) -> JsonObject:
    asked, said = USD_A_MILLION[provider]
    return {"input": str(asked), "output": str(said)}
