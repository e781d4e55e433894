"""Transactions as lines of JSON, for the live feed."""

from collections.abc import Iterable, Iterator

import orjson
from pydantic import TypeAdapter

from domain.transactions.transaction import Transaction

_TRANSACTION: TypeAdapter[Transaction] = TypeAdapter(Transaction)


def to_text(transactions: Iterable[Transaction]) -> str:
    """One a line."""
    return b"\n".join(map(orjson.dumps, transactions)).decode()


def from_text(text: str) -> Iterator[Transaction]:
    return map(_TRANSACTION.validate_json, text.splitlines())
