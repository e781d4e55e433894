"""Turns to Anthropic's messages (conversion A1, A1.1 to A1.5).

Between two assistant turns stands one user message: tool results first, then the rest in its
order, then what system and developers said there, in place, so that no later message changes
an earlier one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Final, Literal

from domain.errors import Invalid
from domain.formats.anthropic_messages.caching import Block
from domain.formats.anthropic_messages.parts_writing import (
    may_be_replayed,
    without_empty_text,
    written_part,
)
from domain.formats.encoded import Losses, standing_at
from domain.llm.capabilities import Capabilities
from domain.llm.prompt import Part, Turn

_FIRST: Final = "(conversation continues)"
_EMPTY: Final = "."
_RESULT: Final = "tool_result"


@dataclass(slots=True)
class Message:
    role: Literal["user", "assistant", "system"]
    blocks: list[Block] = field(default_factory=list[Block])


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageWriter:
    """`names` leads from the client's tool names to legal ones."""

    capabilities: Capabilities
    names: Mapping[str, str]

    def system(self, turns: Sequence[Turn]) -> tuple[list[Block], Sequence[Turn]]:
        """The leading system text as blocks, and the turns after it."""
        leading = list(takewhile(_is_system, turns))
        blocks = [block for turn in leading for block in self._blocks(turn)]
        return list(without_empty_text(blocks)), turns[len(leading) :]

    def messages(self, turns: Sequence[Turn]) -> list[Message]:
        """Raises `Invalid` when there is nothing but system text."""
        if not turns:
            raise Invalid("at least one user message is required")
        spoken: list[Message] = []
        run: list[Turn] = []
        for turn in turns:
            if turn.role != "assistant":
                run.append(turn)
                continue
            blocks = list(without_empty_text(self._blocks(turn)))
            if not blocks:
                continue
            self._close_run(spoken, run)
            if spoken and spoken[-1].role == "assistant":
                spoken[-1].blocks += blocks
            else:
                spoken.append(Message("assistant", blocks))
        self._close_run(spoken, run)
        if not spoken or spoken[0].role != "user":
            spoken.insert(0, Message("user", [_text(_FIRST)]))
        return spoken

    def _close_run(self, spoken: list[Message], run: list[Turn]) -> None:
        """Write everything between two assistant turns, and begin a new run."""
        if run:
            spoken += self._user_run(run, first=not spoken)
            run.clear()

    def _user_run(self, run: Sequence[Turn], *, first: bool) -> Iterator[Message]:
        results: list[Block] = []
        rest: list[Block] = []
        system: list[Block] = []
        aside = self.capabilities.system_between_turns and any(map(_is_user, run))
        for turn in run:
            blocks = self._blocks(turn)
            if _is_system(turn):
                said = list(without_empty_text(blocks))
                if aside:
                    system += said
                else:
                    rest += [_reminder(block) for block in said]
            else:
                results += [block for block in blocks if block["type"] == _RESULT]
                rest += [block for block in blocks if block["type"] != _RESULT]
        content = [*results, *without_empty_text(rest)]
        if content or any(map(_is_user, run)) or first:
            yield Message("user", content or [_text(_EMPTY)])
        if system:
            yield Message("system", system)

    def _blocks(self, turn: Turn) -> list[Block]:
        blocks = [_written(part, self.names) for part in turn.parts]
        if _is_system(turn):
            return [block for block in blocks if block["type"] == "text"]
        return blocks


def _written(part: Part, names: Mapping[str, str]) -> Block:
    with standing_at(part.path):
        return written_part(part, names)


def replayed(turns: Sequence[Turn], capabilities: Capabilities, losses: Losses) -> Iterator[Turn]:
    """The turns without the reasoning that this vendor did not seal."""
    empty_thinking = capabilities.thinking == "adaptive"
    for number, turn in enumerate(turns):
        kept: list[Part] = []
        for index, part in enumerate(turn.parts):
            if may_be_replayed(part, empty_thinking=empty_thinking):
                kept.append(part)
            else:
                path = f"turns[{number}].parts[{index}]"
                losses.note_one(part, path, "reasoning without this vendor's seal")
        yield replace(turn, parts=tuple(kept))


def _is_system(turn: Turn) -> bool:
    return turn.role in {"system", "developer"}


def _is_user(turn: Turn) -> bool:
    return turn.role == "user"


def _text(text: str) -> Block:
    return {"type": "text", "text": text}


def _reminder(block: Block) -> Block:
    """System text for a model that knows it at the start alone."""
    return {**block, "text": f"<system-reminder>\n{block['text']}\n</system-reminder>"}
