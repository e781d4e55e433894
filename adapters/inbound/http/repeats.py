"""The `Idempotency-Key` of acts that may be asked for again when no answer came."""

from typing import Annotated, TypeAlias

from fastapi import Header
from pydantic import BaseModel

from domain.repeats import Repeatable

IdempotencyKey: TypeAlias = Annotated[str | None, Header(min_length=1, max_length=255)]
"""To be taken as `idempotency_key`."""


def repeatable(key: str | None, body: BaseModel, *, by: str) -> Repeatable | None:
    """`by` names who asks, and what they ask for: another act's key is another key."""
    return None if key is None else Repeatable(by=by, key=key, said=body.model_dump_json())
