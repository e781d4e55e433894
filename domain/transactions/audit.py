"""Comparing sums with the ledger while both go on growing.

A sum says which batches are in it. So a row counts for it if the sum has the row's batch; a
batch that the sum does not have may still be on its way, and only one that is neither on its
way nor in a sum that was read later is missing.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Self

from domain.ids import RequestId
from domain.transactions.batch import BatchId, BookedRow, WriterId
from domain.transactions.totals import Place, PlaceTotals, Totals


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A place whose sum (`None`: there is none) is not what the ledger says."""

    old: PlaceTotals | None
    right: PlaceTotals


class Tally:
    """Rows of the ledger by place, still apart by batch."""

    def __init__(self) -> None:
        self.rows = 0
        self.miscalculated: list[RequestId] = []
        self._sums: dict[Place, dict[BatchId, Totals]] = {}

    def add(self, row: BookedRow) -> None:
        call = row.transaction
        self.rows += 1
        if not call.is_calculated:
            self.miscalculated.append(call.id)
        batches = self._sums.setdefault(Place.of(call), {})
        batches[row.batch] = batches.get(row.batch, Totals()) + Totals.of(call)

    def not_in(self, sums: Mapping[Place, PlaceTotals]) -> frozenset[tuple[Place, BatchId]]:
        """Which batches no sum has, by place."""
        return frozenset(
            (place, batch)
            for place, batches in self._sums.items()
            for batch in batches
            if place not in sums or not sums[place].has(batch)
        )

    def differences(
        self,
        sums: Mapping[Place, PlaceTotals],
        *,
        missing: Collection[tuple[Place, BatchId]],
    ) -> list[Difference]:
        """`missing` are batches that should be in the sums and are not."""
        found: list[Difference] = []
        for place in {*self._sums, *sums}:
            old = sums.get(place)
            right = self._right(place, old, missing)
            if right.totals != (old.totals if old else Totals()):
                found.append(Difference(old=old, right=right))
        return sorted(found, key=lambda each: each.right.place.hour)

    def _right(
        self,
        place: Place,
        old: PlaceTotals | None,
        missing: Collection[tuple[Place, BatchId]],
    ) -> PlaceTotals:
        seen: dict[WriterId, int] = dict(old.seen) if old else {}
        totals = Totals()
        for batch, share in self._sums.get(place, {}).items():
            if (place, batch) in missing or (old is not None and old.has(batch)):
                totals += share
                seen[batch.writer] = max(seen.get(batch.writer, 0), batch.number)
        return PlaceTotals(place=place, totals=totals, seen=seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What was found; `miscalculated` are rows whose cost is not what their prices make of them."""

    rows: int = 0
    sums: int = 0
    differences: tuple[Difference, ...] = ()
    miscalculated: tuple[RequestId, ...] = ()

    @property
    def is_good(self) -> bool:
        return not (self.differences or self.miscalculated)

    def __add__(self, other: Self) -> Self:
        return type(self)(
            rows=self.rows + other.rows,
            sums=self.sums + other.sums,
            differences=self.differences + other.differences,
            miscalculated=self.miscalculated + other.miscalculated,
        )
