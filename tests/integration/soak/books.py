"""The books beside the provider's own count of the same requests."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from domain.transactions.transaction import Transaction
from tests.integration.soak.clients import Played
from tests.integration.soak.plan import USD_A_MILLION
from tests.upstream.answer import tokens_asked, tokens_of

_NANO = 1_000
"""Nano-USD a token at one USD a million."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Tokens, and nano-USD; what was asked of nobody is nothing."""

    input: int = 0
    output: int = 0
    cost: int = 0

    def __add__(self, other: Self) -> Self:
        return type(self)(
            input=self.input + other.input,
            output=self.output + other.output,
            cost=self.cost + other.cost,
        )


def provider_of(played: Played) -> str:
    headers = played.exchange.headers
    key = headers.get("x-api-key") or headers.get("x-goog-api-key") or headers["authorization"]
    return key.removeprefix("Bearer ").removesuffix("-secret")


def counted_by_provider(played: Played) -> Count:
    """What it would put on its bill: all that it said, and what it was asked if it said that much.

    Who fails before the first word charges what it had told by then. Who is left while it is
    silent has been asked all the same.
    """
    exchange, silent = played.exchange, not played.exchange.said
    asked, said = tokens_asked(exchange.body), tokens_of(exchange.said)
    if silent and exchange.told_early is not None:
        asked, said = exchange.told_early["input"], exchange.told_early["output"]
    elif silent and not played.want.pauses:
        asked = 0
    of_input, of_output = USD_A_MILLION[provider_of(played)]
    return Count(input=asked, output=said, cost=(asked * of_input + said * of_output) * _NANO)


def counted_in_books(row: Transaction) -> Count:
    """All that its providers were asked and said, also those that gave no answer."""
    taken = row.taken
    return Count(input=taken.input_total, output=taken.output, cost=row.cost or 0)


def by_request(played: Iterable[Played]) -> Mapping[str, Count]:
    sums: defaultdict[str, Count] = defaultdict(Count)
    for each in played:
        sums[each.exchange.headers["x-request-id"]] += counted_by_provider(each)
    return sums


def differences(played: Sequence[Played], rows: Sequence[Transaction]) -> list[str]:
    """In words, each call whose row is not what its provider counted; empty when all are."""
    told, asked = by_request(played), Counter(p.exchange.headers["x-request-id"] for p in played)
    booked = Counter(str(row.id) for row in rows)
    found = [f"{name} is in the books {n} times" for name, n in booked.items() if n > 1]
    found += [f"{name} is not in the books" for name in asked.keys() - booked.keys()]
    for row in rows:
        right, is_so = told.get(row.id, Count()), counted_in_books(row)
        if right != is_so:
            words = f"{row.outcome}, {row.error_kind}, {row.model} at {row.provider}"
            modes = [p.mode for p in played if p.exchange.headers["x-request-id"] == row.id]
            found.append(f"{row.id} ({words}): {is_so} instead of {right}; {modes}; {row.earlier}")
        if row.attempts != asked[row.id]:
            found.append(f"{row.id}: {row.attempts} attempts instead of {asked[row.id]}")
    return found
