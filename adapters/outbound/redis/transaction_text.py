"""A transaction as one line of JSON, for the live feed."""

from pydantic import TypeAdapter

from domain.transactions.transaction import Transaction

_TRANSACTION: TypeAdapter[Transaction] = TypeAdapter(Transaction)


def to_text(transaction: Transaction) -> str:
    return _TRANSACTION.dump_json(transaction).decode()


def from_text(text: str) -> Transaction:
    return _TRANSACTION.validate_json(text)
