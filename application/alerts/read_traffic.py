from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from application.ports.clock import Clock
from application.ports.minute_counts import MinuteCounts, Traffic
from application.ports.pulses import Pulses
from domain.alerts.alert import Reading
from domain.alerts.condition import ErrorShare, JournalBehind, ProviderDown, Silence
from domain.alerts.words import duration, percent


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadErrors:
    """How many of the last calls failed, at each provider or of each model."""

    counts: MinuteCounts

    async def __call__(self, condition: ErrorShare) -> Sequence[Reading]:
        """Where there were too few calls nothing is known. Raises `Unavailable`."""
        kind, wanted = condition.scope.kind, condition.scope.id
        calls: Counter[str] = Counter()
        errors: Counter[str] = Counter()
        for each in await self.counts.of_last(condition.minutes):
            name = _name(each, kind)
            if wanted in {"", name}:
                calls[name] += each.calls
                errors[name] += each.errors
        return [
            Reading(
                subject=f"{kind}:{name}",
                text=f"{errors[name]:,} of {count:,} calls{f' of {name}' if name else ''} failed"
                f" ({percent(errors[name] * 1_000 // count)})"
                f" in the last {duration(condition.minutes * 60)}",
                value=errors[name] * 1_000 // count,
                limit=condition.percent * 10,
            )
            for name, count in calls.items()
            if count >= condition.least_calls
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSilence:
    counts: MinuteCounts

    async def __call__(self, condition: Silence) -> Sequence[Reading]:
        """Raises `Unavailable`."""
        scope = condition.scope
        found = await self.counts.of_last(condition.minutes)
        calls = sum(each.calls for each in found if scope.id in {"", _name(each, scope.kind)})
        whom = f" {scope.id}" if scope.id else ""
        text = f"Nobody has called{whom} for {duration(condition.minutes * 60)}"
        return [Reading(subject=scope.subject, text=text, value=int(not calls), limit=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadProviders:
    """Which providers some process keeps away from."""

    pulses: Pulses
    clock: Clock

    async def __call__(self, condition: ProviderDown) -> Sequence[Reading]:
        """Raises `Unavailable`."""
        resting: dict[str, set[str]] = {}
        for pulse in await self.pulses.all(at=self.clock()):
            for place in pulse.resting:
                if condition.scope.holds("provider", place.provider):
                    resting.setdefault(place.provider, set()).add(place.upstream)
        return [
            Reading(
                subject=f"provider:{provider}",
                text=f"{provider} fails again and again at {', '.join(sorted(upstreams))}:"
                " no calls go there but a try now and then",
                value=1,
                limit=1,
            )
            for provider, upstreams in resting.items()
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadJournals:
    """For how long calls have waited for the books, in the process where they wait longest."""

    pulses: Pulses
    clock: Clock

    async def __call__(self, condition: JournalBehind) -> Sequence[Reading]:
        """Raises `Unavailable`."""
        waits = [pulse.behind_s for pulse in await self.pulses.all(at=self.clock())]
        longest = max(waits, default=0)
        text = f"Calls have waited {duration(longest)} to get into the books"
        return [Reading(subject="all:", text=text, value=longest, limit=condition.seconds)]


def _name(traffic: Traffic, kind: str) -> str:
    return {"model": traffic.model, "provider": traffic.provider}.get(kind, "")
