"""What a tool is, and whether it may run.

A tool is a plugin: it says what it is, and runs. What it gives back is data, never an
instruction: it goes to the model as the result of a call, and to people as they called it.
"""

import re
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from domain.errors import Invalid
from domain.files.attachment import Attachment
from domain.json import JsonObject
from domain.llm.prompt import Tool as OfferedTool

NAME_LENGTH_MAX: Final = 64
OUTPUT_LENGTH_MAX: Final = 60_000
"""Characters of a result that a model is given; it is told of what was cut."""
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")

Approval = Literal["ask", "always", "never"]
"""Whether a call runs: when its person has agreed to it, without asking, or not at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolSpec:
    """`name` is what models call it: letters, digits, `_` and `-`. `title` is for people.

    `approval` is what holds unless somebody chose otherwise. `repeatable`: a call that was cut
    off by the death of a process may simply run again. `time_max_s`: where a minute is too short.
    """

    name: str
    title: str
    description: str
    parameters: JsonObject
    approval: Approval = "always"
    repeatable: bool = True
    time_max_s: float = 0.0

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise Invalid(f"{self.name[:NAME_LENGTH_MAX]!r} is no name for a tool")

    def offered(self) -> OfferedTool:
        """As a model is told of it."""
        return OfferedTool(name=self.name, description=self.description, parameters=self.parameters)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where something in a result comes from; `url` is a web address or one of ours."""

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolOutput:
    """What a call gave: text for model and person alike, and the places it comes from.

    `files` are the person's, made by the call, and shown to them.
    """

    text: str
    is_error: bool = False
    sources: tuple[Source, ...] = field(default=())
    files: tuple[Attachment, ...] = field(default=())

    def cut(self) -> "ToolOutput":
        """Short enough for a model."""
        if len(self.text) <= OUTPUT_LENGTH_MAX:
            return self
        rest = len(self.text) - OUTPUT_LENGTH_MAX
        text = f"{self.text[:OUTPUT_LENGTH_MAX]}\n[{rest:,} more characters were cut off]"
        return replace(self, text=text)
