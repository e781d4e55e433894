"""Calls that go into the books together, under one name, so that no step is done twice."""

from dataclasses import dataclass
from typing import NewType

from domain.transactions.transaction import Transaction

WriterId = NewType("WriterId", str)
"""One process that writes into the books: `[0-9a-z]{1,40}`, never used by another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchId:
    """A writer numbers its batches from 1 and ends one before it begins the next."""

    writer: WriterId
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    id: BatchId
    rows: tuple[Transaction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedRow:
    """A row of the ledger, with the batch that brought it."""

    batch: BatchId
    transaction: Transaction
