"""What is left of a provider's limits, as each vendor says it in headers (conversion D3).

OpenAI tells how long it takes to be whole again, Anthropic the time at which it will be.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from domain.llm.events import Limits

RATE_HEADER: Final = re.compile(
    r"(?:x-ratelimit-(?P<what>limit|remaining|reset)-(?P<kind>requests|tokens)"
    r"|anthropic-ratelimit-(?P<of>requests|tokens|input-tokens|output-tokens)"
    r"-(?P<which>limit|remaining|reset))"
)
_DURATION: Final = re.compile(
    r"(?=.)(?:(\d{1,6})d)?(?:(\d{1,6})h)?(?:(\d{1,6})m(?!s))?(?:(\d{1,6}(?:\.\d+)?)s)?(?:(\d{1,9})ms)?"
)
_OPENAI_OWN: Final = re.compile(
    r"x-ratelimit-(?:(?:limit|remaining)-(?:requests|tokens): (?:0|[1-9]\d{0,14})"
    r"|reset-(?:requests|tokens): (?:0|[1-9]\d{0,4})s)",
    re.ASCII,
)
_SECONDS: Final = (86_400, 3_600, 60, 1, 0.001)
_OPENAI_KINDS: Final = frozenset({"requests", "tokens"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """`reset_s`: seconds until it is whole again."""

    limit: int | None = None
    remaining: int | None = None
    reset_s: float | None = None


def limits_in(headers: Mapping[str, str]) -> Limits:
    named = ((name.lower(), value) for name, value in headers.items())
    return tuple((name, value) for name, value in named if RATE_HEADER.fullmatch(name))


def read_quotas(limits: Limits, *, now: datetime) -> dict[str, Quota]:
    """By kind; what cannot be read is left out."""
    said: dict[str, dict[str, str]] = {}
    for name, value in limits:
        found = RATE_HEADER.fullmatch(name)
        if found is not None:
            kind = found["kind"] or found["of"]
            said.setdefault(kind, {})[found["what"] or found["which"]] = value.strip()
    return {
        kind: Quota(
            limit=_count(each.get("limit")),
            remaining=_count(each.get("remaining")),
            reset_s=_reset(each.get("reset"), now),
        )
        for kind, each in said.items()
    }


def openai_headers(limits: Limits, *, now: datetime) -> dict[str, str]:
    """Those that are in its own words already, as ours are, stay as they are."""
    if all(_OPENAI_OWN.fullmatch(f"{name}: {value}") for name, value in limits):
        return dict(limits)
    written: dict[str, str] = {}
    for kind, quota in read_quotas(limits, now=now).items():
        if kind in _OPENAI_KINDS:
            reset = None if quota.reset_s is None else f"{quota.reset_s:g}s"
            written |= _written("x-ratelimit-{what}-{kind}", kind, quota, reset)
    return written


def anthropic_headers(limits: Limits, *, now: datetime) -> dict[str, str]:
    written: dict[str, str] = {}
    for kind, quota in read_quotas(limits, now=now).items():
        reset = None if quota.reset_s is None else _time(now + timedelta(seconds=quota.reset_s))
        written |= _written("anthropic-ratelimit-{kind}-{what}", kind, quota, reset)
    return written


def _written(shape: str, kind: str, quota: Quota, reset: str | None) -> dict[str, str]:
    values = (("limit", quota.limit), ("remaining", quota.remaining), ("reset", reset))
    return {
        shape.format(what=what, kind=kind): str(value)
        for what, value in values
        if value is not None
    }


def _count(text: str | None) -> int | None:
    return int(text) if text is not None and re.fullmatch(r"\d{1,15}", text) else None


def _reset(text: str | None, now: datetime) -> float | None:
    if text is None:
        return None
    found = _DURATION.fullmatch(text)
    if found is not None:
        pairs = zip(found.groups(), _SECONDS, strict=True)
        return sum(float(number) * unit for number, unit in pairs if number)
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return max(0.0, (at - now).total_seconds()) if at.tzinfo is not None else None


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
