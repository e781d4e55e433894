"""Tool calls and their results, put in the order that every vendor asks for (A3, repairs).

After each assistant turn that calls tools stands one user turn with exactly its results, in
the order of the calls. Ids are unique in the whole history. It only ever looks back, and
forward to the next assistant turn: a longer history changes nothing before it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from domain.llm.prompt import Part, Text, ToolCall, ToolResult, Turn

NO_RESULT: Final = "[no result: the call was interrupted]"
ORPHAN: Final = "[orphan tool result] "


def paired(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    return tuple(_Pairing().pair(turns))


class _Pairing:
    def __init__(self) -> None:
        self._used: set[str] = set()

    def pair(self, turns: Sequence[Turn]) -> Iterator[Turn]:
        start = 0
        while start < len(turns):
            asked = _end(turns, start, assistant=True)
            answered = _end(turns, asked, assistant=False)
            yield from self._exchange(_merged(turns[start:asked]), turns[asked:answered])
            start = answered

    def _exchange(self, asking: Sequence[Turn], answering: Sequence[Turn]) -> Iterator[Turn]:
        given = _Given(answering)
        results: list[ToolResult] = []
        calls = [part for turn in asking for part in turn.parts if isinstance(part, ToolCall)]
        repeats = {call.id: sum(other.id == call.id for other in calls) for call in calls}
        for turn in asking:
            parts: list[Part] = []
            for part in turn.parts:
                if isinstance(part, ToolCall):
                    unique = self._unique(part.id)
                    results.append(given.take(part.id, unique, several=repeats[part.id] > 1))
                    parts.append(replace(part, id=unique))
                else:
                    parts.append(part)
            yield replace(turn, parts=tuple(parts))
        if results:
            yield Turn(role="user", parts=tuple(results))
        yield from _without_results(answering, known=set(repeats))

    def _unique(self, id: str) -> str:
        wanted = found = id or "call"
        number = 1
        while found in self._used:
            number += 1
            found = f"{wanted}_{number}"
        self._used.add(found)
        return found


class _Given:
    """The results that came, by the id of their call; of several the last one counts."""

    def __init__(self, turns: Sequence[Turn]) -> None:
        self._results: dict[str, list[ToolResult]] = {}
        for turn in turns:
            for part in turn.parts:
                if isinstance(part, ToolResult):
                    self._results.setdefault(part.call_id, []).append(part)

    def take(self, call_id: str, id: str, *, several: bool) -> ToolResult:
        found = self._results.get(call_id)
        if not found:
            return ToolResult(call_id=id, content=(Text(text=NO_RESULT),), is_error=True)
        return replace(found.pop(0) if several else found[-1], call_id=id)


def _end(turns: Sequence[Turn], start: int, *, assistant: bool) -> int:
    end = start
    while end < len(turns) and (turns[end].role == "assistant") is assistant:
        end += 1
    return end


def _merged(turns: Sequence[Turn]) -> Sequence[Turn]:
    """Calls must be answered in the very next turn: later words join the turn that called."""
    merged: list[Turn] = []
    for turn in turns:
        last = merged[-1] if merged else None
        if last is not None and any(isinstance(part, ToolCall) for part in last.parts):
            merged[-1] = replace(last, parts=(*last.parts, *turn.parts))
        else:
            merged.append(turn)
    return merged


def _without_results(turns: Sequence[Turn], *, known: set[str]) -> Iterator[Turn]:
    for turn in turns:
        parts: list[Part] = []
        for part in turn.parts:
            if not isinstance(part, ToolResult):
                parts.append(part)
            elif part.call_id not in known:
                parts += _orphan(part)
        if parts or not turn.parts:
            yield replace(turn, parts=tuple(parts))


def _orphan(result: ToolResult) -> Iterator[Part]:
    text = "\n".join(part.text for part in result.content if isinstance(part, Text))
    yield Text(text=ORPHAN + text)
    yield from (part for part in result.content if not isinstance(part, Text))
