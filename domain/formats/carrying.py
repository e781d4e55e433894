"""Reasoning carried past clients that drop it (conversion reference A7.2, end).

What an answer reasoned is kept under a key that its turn still has when the client sends it
back: its first tool call, or what was asked and said where it called none. When the turn comes
back bare, the blocks go where they stood, byte for byte and in their order, and only to the
model that made them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TypeAlias

from domain.formats.arguments import arguments_object
from domain.json import write
from domain.llm.prompt import (
    Part,
    Prompt,
    RedactedThinking,
    Refusal,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
    Turn,
)
from domain.llm.reply import Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The place of a text, and its vendor's seal."""

    signature: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """The place of a tool call, and its vendor's seal."""

    id: str
    signature: str | None = None


Carried: TypeAlias = Thinking | RedactedThinking | Said | Called


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedTurn:
    """`model` is the upstream's name: reasoning is worth nothing to any other."""

    model: str
    blocks: tuple[Carried, ...]


def carry_out(prompt: Prompt, reply: Reply, *, model: str) -> tuple[str, CarriedTurn] | None:
    """What to keep of an answer, and under which key; `None` where nothing will be missed.

    Without tools there will be no turns that need it.
    """
    if reply.finished is None or not prompt.tools or not is_worth_carrying(reply):
        return None
    blocks = tuple(_blocks(reply.parts))
    return _key(_asked(prompt.turns), reply.parts), CarriedTurn(model=model, blocks=blocks)


def is_worth_carrying(reply: Reply) -> bool:
    """Whether anything was reasoned in an answer that its client may drop."""
    return any(map(_is_worth_carrying, _blocks(reply.parts)))


def bare_turns(prompt: Prompt, *, plain: bool) -> Mapping[int, str]:
    """The keys of the assistant's turns that came back without reasoning, by their places.

    None of them as long as none called a tool. `plain`: the model takes reasoning back without
    a seal, so that what a client sent back of it is enough.
    """
    bare = {
        number: turn
        for number, turn in enumerate(prompt.turns)
        if turn.role == "assistant" and not any(_is_reasoning(p, plain=plain) for p in turn.parts)
    }
    if not any(isinstance(part, ToolCall) for turn in bare.values() for part in turn.parts):
        return {}
    return {n: _key(_asked(prompt.turns[:n]), turn.parts) for n, turn in bare.items()}


def carry_in(
    prompt: Prompt, bare: Mapping[int, str], found: Mapping[str, CarriedTurn], *, model: str
) -> Prompt:
    """The prompt with what was `found` of its `bare` turns; the same one where nothing was."""
    kept = {n: found[key] for n, key in bare.items() if key in found}
    fitting = {n: turn.blocks for n, turn in kept.items() if turn.model == model}
    if not fitting:
        return prompt
    turns = (
        replace(turn, parts=tuple(_restored(turn.parts, fitting[n]))) if n in fitting else turn
        for n, turn in enumerate(prompt.turns)
    )
    return replace(prompt, turns=tuple(turns))


def _blocks(parts: Sequence[Part]) -> Iterator[Carried]:
    for part in parts:
        match part:
            case Thinking() | RedactedThinking():
                yield part
            case Text(signature=signature):
                yield Said(signature=signature)
            case ToolCall(id=id, signature=signature):
                yield Called(id=id, signature=signature)
            case _:
                pass


def _is_worth_carrying(block: Carried) -> bool:
    match block:
        case Thinking(text=text, signature=signature):
            return bool(text or signature)
        case RedactedThinking():
            return True
        case Said(signature=signature) | Called(signature=signature):
            return signature is not None


def _is_reasoning(part: Part, *, plain: bool) -> bool:
    match part:
        case RedactedThinking():
            return True
        case Thinking(signature=signature):
            return plain or bool(signature)
        case Text(signature=signature) | ToolCall(signature=signature):
            return bool(signature)
        case _:
            return False


def _asked(turns: Sequence[Turn]) -> Turn | None:
    return next((turn for turn in reversed(turns) if turn.role == "user"), None)


def _key(asked: Turn | None, parts: Sequence[Part]) -> str:
    """Calls have ids of their own, but some servers count them anew in each answer."""
    call = next((part for part in parts if isinstance(part, ToolCall)), None)
    if call is not None:
        given = call.arguments if call.custom else write(arguments_object(call.arguments))
        return key_of_call(call.id, call.name, given)
    said = "".join(part.text for part in parts if isinstance(part, Text | Refusal))
    return key_of_text(_words(asked), said)


def key_of_call(id: str, name: str, given: str) -> str:
    """Of a turn by its first call, of which `given` is what it was given."""
    return _digest("call", id, name, given)


def key_of_text(asked: Iterable[str], said: str) -> str:
    """Of a turn without calls; `asked` are the texts, or the ids of results, that it answers."""
    return _digest("text", *asked, said.strip())


def _digest(*words: str) -> str:
    return sha256("\0".join(words).encode("utf-8", "replace")).hexdigest()


def _words(asked: Turn | None) -> Iterator[str]:
    for part in asked.parts if asked else ():
        match part:
            case Text(text=text):
                yield text
            case ToolResult(call_id=call_id):
                yield call_id
            case _:
                pass


def _restored(parts: Sequence[Part], blocks: Sequence[Carried]) -> Iterator[Part]:
    """Each block before what it led to; what the client changed in between stays as it is."""
    rest = [part for part in parts if not isinstance(part, Thinking)]
    texts = sum(isinstance(block, Said) for block in blocks)
    for block in blocks:
        match block:
            case Thinking() | RedactedThinking():
                yield block
            case Said(signature=signature):
                while rest and not isinstance(rest[0], ToolCall):
                    part = rest.pop(0)
                    if isinstance(part, Text) and texts == 1:
                        part = replace(part, signature=signature)
                    yield part
            case Called(id=id, signature=signature):
                place = _place_of(rest, id)
                if place is not None:
                    *before, call = rest[: place + 1]
                    del rest[: place + 1]
                    yield from before
                    assert isinstance(call, ToolCall)
                    yield replace(call, signature=signature)
    yield from rest


def _place_of(parts: Sequence[Part], id: str) -> int | None:
    return next(
        (n for n, part in enumerate(parts) if isinstance(part, ToolCall) and part.id == id), None
    )
