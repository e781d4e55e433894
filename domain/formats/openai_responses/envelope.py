"""What stands around an answer, and repeats most of its request (conversion B4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from domain.formats.openai_responses.usage import write_usage
from domain.formats.reading import At, clean
from domain.formats.tool_words import tool_id
from domain.json import Json, JsonObject
from domain.llm.namespace import Namespace
from domain.llm.usage import Usage

Status = Literal["queued", "in_progress", "completed", "incomplete", "failed", "cancelled"]
ID_LENGTH_MAX: Final = 64
_PREFIX: Final = "resp_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """One answer's `id` (`resp_…`), time (`created`, in seconds since 1970) and model's name.

    `namespaces` tells the groups of tools by the tools' unique names. `encrypted`: the client
    asked for sealed reasoning, to send it back. `background`: nobody listens to the answer.
    """

    id: str
    created: int
    model: str
    echo: JsonObject = field(default_factory=lambda: echo_of(At({})))
    namespaces: Mapping[str, Namespace] = field(default_factory=dict[str, Namespace])
    encrypted: bool = False
    background: bool = False

    def response(
        self,
        status: Status,
        *,
        output: Sequence[JsonObject] = (),
        usage: Usage | None = None,
        incomplete: str | None = None,
        error: JsonObject | None = None,
    ) -> JsonObject:
        return {
            "id": self.id,
            "object": "response",
            "created_at": self.created,
            "status": status,
            "background": self.background,
            "error": error,
            "incomplete_details": None if incomplete is None else {"reason": incomplete},
            "model": self.model,
            "output": list(output),
            "usage": None if usage is None else write_usage(usage),
            **self.echo,
        }

    def item_id(self, prefix: str, number: int) -> str:
        """Unique for each item of each answer, by its place in the output."""
        return tool_id(f"{prefix}_{self.id.removeprefix(_PREFIX)}_{number}", limit=ID_LENGTH_MAX)


def echo_of(asked: At) -> JsonObject:
    """The members of a request that its answer repeats, or what counts without them."""
    usual: dict[str, Json] = {
        "instructions": None,
        "max_output_tokens": None,
        "max_tool_calls": None,
        "metadata": {},
        "parallel_tool_calls": True,
        "previous_response_id": None,
        "prompt_cache_key": None,
        "reasoning": {"effort": None, "summary": None},
        "safety_identifier": None,
        "service_tier": "default",
        "store": True,
        "temperature": 1.0,
        "text": {"format": {"type": "text"}},
        "tool_choice": "auto",
        "tools": [],
        "top_p": 1.0,
        "truncation": "disabled",
        "user": None,
    }
    return {key: clean(asked.value[key]) if asked.has(key) else usual[key] for key in usual}
