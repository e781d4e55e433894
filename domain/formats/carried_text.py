"""Carried reasoning as text, for stores that keep nothing else."""

from collections.abc import Iterator

from domain.errors import Invalid
from domain.formats.carrying import Called, Carried, CarriedTurn, Said
from domain.json import Json, read, write
from domain.llm.prompt import RedactedThinking, Thinking


def carried_text(turn: CarriedTurn) -> str:
    return write([turn.model, *map(_written, turn.blocks)])


def carried_turn(text: str) -> CarriedTurn:
    """Raises `Invalid` for what `carried_text` did not write."""
    match read(text):
        case [str(model), *blocks]:
            return CarriedTurn(model=model, blocks=tuple(_read(blocks)))
        case _:
            raise Invalid("this is no carried reasoning")


def _written(block: Carried) -> Json:
    match block:
        case Thinking(text=text, signature=signature):
            return ["thinking", text, signature]
        case RedactedThinking(data=data):
            return ["redacted", data]
        case Said(signature=signature):
            return ["said", signature]
        case Called(id=id, signature=signature):
            return ["called", id, signature]


def _read(blocks: list[Json]) -> Iterator[Carried]:
    for block in blocks:
        match block:
            case ["thinking", str(text), (str() | None) as signature]:
                yield Thinking(text=text, signature=signature)
            case ["redacted", str(data)]:
                yield RedactedThinking(data=data)
            case ["said", (str() | None) as signature]:
                yield Said(signature=signature)
            case ["called", str(id), (str() | None) as signature]:
                yield Called(id=id, signature=signature)
            case _:
                raise Invalid("a block of carried reasoning that nobody wrote")
