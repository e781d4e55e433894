"""A model that says what a test scripts, and passwords that cost no time."""

import asyncio
from collections.abc import AsyncGenerator

from typing_extensions import override

from application.ports.language_models import LanguageModel, LanguageModels
from application.ports.passwords import Passwords
from domain.catalog.models import Model
from domain.ids import RequestId
from domain.llm.events import (
    BlockClosed,
    Finished,
    Started,
    StreamEvent,
    TextDelta,
    TextOpened,
    UsageReported,
)
from domain.llm.prompt import Prompt
from domain.llm.usage import Usage

Step = StreamEvent | asyncio.Event


def saying(*words: str) -> list[Step]:
    """A whole answer, word by word."""
    return [
        *begun(*words),
        BlockClosed(0),
        UsageReported(Usage(input_uncached=10, output=5)),
        Finished(reason="end"),
    ]


def begun(*words: str) -> list[Step]:
    """The first words of an answer."""
    return [
        Started(id="r", model="m"),
        TextOpened(0),
        *(TextDelta(0, word) for word in words),
    ]


class PlainPasswords(Passwords):
    def __init__(self) -> None:
        self.asked: list[str | None] = []

    @override
    async def hash(self, password: str) -> str:
        return f"hash of {password}"

    @override
    async def matches(self, password: str, hash: str | None) -> bool:
        self.asked.append(hash)
        return hash == f"hash of {password}"


class ScriptedModel(LanguageModel, LanguageModels):
    """Each call plays the next script; an `asyncio.Event` in it holds the answer up."""

    def __init__(self) -> None:
        self.scripts: list[list[Step]] = []
        self.prompts: list[Prompt] = []
        self.closed = 0

    @override
    def of(self, model: Model) -> LanguageModel:
        return self

    @override
    async def stream(
        self, prompt: Prompt, *, request: RequestId
    ) -> AsyncGenerator[tuple[StreamEvent, ...]]:
        self.prompts.append(prompt)
        try:
            for step in self.scripts.pop(0):
                if isinstance(step, asyncio.Event):
                    await step.wait()
                else:
                    yield (step,)
        finally:
            self.closed += 1
