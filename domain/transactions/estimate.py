"""Counting tokens ourselves, where a vendor gives no count. Rough on purpose, and marked so.

There is no public tokenizer for most models; UTF-8 bytes divided by 3.3 is close for the
vocabularies of today, for prose and code alike (conversion reference G2).
"""

from collections.abc import Iterable
from dataclasses import replace
from math import ceil

from domain.json import write
from domain.llm.embedding import EmbeddingInput
from domain.llm.prompt import (
    Audio,
    Document,
    HostedTool,
    Image,
    InlineData,
    Part,
    Prompt,
    RedactedThinking,
    Refusal,
    Text,
    Thinking,
    Tool,
    ToolCall,
    ToolResult,
    UnknownPart,
)
from domain.llm.reply import Reply
from domain.llm.sound import Sound
from domain.llm.usage import Usage

_BYTES_PER_TOKEN = 3.3
_BASE64_PER_TOKEN_OF_SOUND = 3_200
"""A twentieth of a second in raw samples, which is a token at OpenAI."""
_TOKENS_PER_IMAGE = 1_600
_TOKENS_PER_TURN = 4


def estimate_usage(prompt: Prompt, reply: Reply) -> Usage:
    """What the call has probably taken so far. Nothing said is nothing used."""
    return replace(estimate_output(reply), input_uncached=estimate_input(prompt))


def estimate_output(reply: Reply) -> Usage:
    """What has been said so far, in all answers."""
    said = [part for answer in (reply, *reply.others) for part in answer.parts]
    return Usage(
        output=sum(_part(part) for part in said),
        reasoning=sum(_part(part) for part in said if isinstance(part, Thinking)),
        estimated=True,
    )


def estimate_input(prompt: Prompt) -> int:
    """Tokens of all turns and tools."""
    if prompt.unread is not None:
        return prompt.unread.input_tokens
    turns = sum(_TOKENS_PER_TURN + _parts(turn.parts) for turn in prompt.turns)
    return turns + sum(_tool(tool) for tool in prompt.tools)


def estimate_sound(length: int) -> int:
    """Tokens of sound that is so many letters of base64 long."""
    return ceil(length / _BASE64_PER_TOKEN_OF_SOUND)


def estimate_inputs(inputs: Iterable[EmbeddingInput]) -> int:
    """Tokens of what is to become vectors; where it is tokens already, their number."""
    return sum(estimate_text(each) if isinstance(each, str) else len(each) for each in inputs)


def _parts(parts: Iterable[Part]) -> int:
    return sum(_part(part) for part in parts)


def _part(part: Part) -> int:
    match part:
        case ToolResult(content=content):
            return _parts(content)
        case Sound(transcript=transcript, base64=data):
            return estimate_text(transcript) + estimate_sound(len(data))
        case Image() | Document() | Audio():
            return _media(part)
        case _:
            return estimate_text(_words(part))


def _words(part: Text | Thinking | Refusal | ToolCall | RedactedThinking | UnknownPart) -> str:
    match part:
        case Text(text=words) | Thinking(text=words) | Refusal(text=words):
            return words
        case RedactedThinking(data=words):
            return words
        case ToolCall(name=name, arguments=arguments):
            return name + arguments
        case UnknownPart(value=value):
            return write(value)


def _media(part: Image | Document | Audio) -> int:
    if isinstance(part, Image) or not isinstance(part.source, InlineData):
        return _TOKENS_PER_IMAGE
    return estimate_text(part.source.base64)


def _tool(tool: Tool | HostedTool) -> int:
    if isinstance(tool, HostedTool):
        return estimate_text(write(tool.value))
    schema = write(tool.parameters) if tool.parameters is not None else ""
    return estimate_text(tool.name) + estimate_text(tool.description or "") + estimate_text(schema)


def estimate_text(text: str) -> int:
    """Tokens of a text."""
    return ceil(len(text.encode("utf-8", "replace")) / _BYTES_PER_TOKEN)
