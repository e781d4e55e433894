"""Anthropic Messages requests, both ways (conversion A, A10)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from domain.formats.anthropic_messages.options_reading import read_prompt
from domain.formats.anthropic_messages.options_writing import RequestWriter
from domain.formats.anthropic_messages.reasoning import BINDING_HEADERS
from domain.formats.anthropic_messages.turns_writing import replayed
from domain.formats.encoded import EncodedRequest, Losses, check_one_answer
from domain.formats.pairing import paired
from domain.formats.reading import At
from domain.formats.roles import USERS, in_their_roles
from domain.formats.speaking import refuse_speech
from domain.formats.tool_words import ToolWords, tool_names
from domain.json import JsonObject
from domain.llm.capabilities import Capabilities
from domain.llm.prompt import Dropped, Prompt, Tool, ToolCall, Turn

__all__ = ["EncodedRequest", "MessagesRequest", "decode_request", "encode_request"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagesRequest:
    model: str
    prompt: Prompt
    stream: bool
    dropped: tuple[Dropped, ...] = ()


def decode_request(body: JsonObject) -> MessagesRequest:
    """Raises `Invalid`, naming the path of what is wrong."""
    at, losses = At(body), Losses()
    prompt = read_prompt(at, losses)
    return MessagesRequest(
        model=at.text("model"),
        prompt=prompt,
        stream=at.flag("stream") or False,
        dropped=tuple(losses.found),
    )


def encode_request(
    prompt: Prompt, *, model: str, capabilities: Capabilities, stream: bool
) -> EncodedRequest:
    """Raises `Invalid` for what cannot be asked of Anthropic's models at all."""
    check_one_answer(prompt)
    losses = Losses(paths=prompt.paths)
    refuse_speech(prompt, losses, "the model does not speak")
    placed = tuple(in_their_roles(prompt.turns, losses, media=USERS))
    turns = tuple(replayed(paired(placed), capabilities, losses))
    names = tool_names(_names(prompt, turns))
    writer = RequestWriter(
        prompt=prompt, turns=turns, names=names, capabilities=capabilities, losses=losses
    )
    body = writer.body(model)
    if stream:
        body["stream"] = True
    custom = (tool for tool in prompt.tools if isinstance(tool, Tool) and tool.custom)
    words = ToolWords(
        names={legal: name for name, legal in names.items() if name != legal},
        custom=frozenset(names[tool.name] for tool in custom),
        answers=writer.answers_by_tool,
    )
    thinking = body.get("thinking")
    bound = isinstance(thinking, Mapping) and "block_binding" in thinking
    return EncodedRequest(
        body=body,
        dropped=tuple(losses.found),
        words=words,
        headers=BINDING_HEADERS if bound else {},
    )


def _names(prompt: Prompt, turns: tuple[Turn, ...]) -> Iterator[str]:
    yield from (tool.name for tool in prompt.tools if isinstance(tool, Tool))
    for turn in turns:
        yield from (part.name for part in turn.parts if isinstance(part, ToolCall))
