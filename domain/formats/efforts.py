"""How hard to think: words, budgets and what a model takes of them (conversion A7.1)."""

from typing import Final

from domain.errors import Invalid
from domain.formats.reading import At
from domain.llm.capabilities import Capabilities
from domain.llm.prompt import Effort, Reasoning

EFFORTS: Final[dict[str, Effort]] = {
    "none": "none",
    "minimal": "minimal",
    "low": "low",
    "medium": "medium",
    "high": "high",
    "xhigh": "xhigh",
    "max": "max",
}
"""Every effort by its word, from the least to the most."""
_BEYOND: Final[dict[str, Effort]] = {"ultra": "max"}
"""What clients of newer models say."""
_BY_BUDGET: Final[tuple[tuple[int, Effort], ...]] = (
    (2_048, "low"),
    (8_192, "medium"),
    (24_576, "high"),
)


def read_effort(at: At, key: str) -> Effort | None:
    """Raises `Invalid` for a word that is none."""
    word = at.text_or_none(key)
    effort = EFFORTS.get(word or "") or _BEYOND.get(word or "")
    if word is not None and effort is None:
        raise Invalid(f"{at.where(key)}: there is no effort {word!r}")
    return effort


def effort_of(reasoning: Reasoning) -> Effort:
    """The word for it; thinking without a measure is medium."""
    if reasoning.effort is not None:
        return reasoning.effort
    budget = reasoning.budget_tokens
    if budget is None:
        return "medium"
    for limit, effort in _BY_BUDGET:
        if budget < limit:
            return effort
    return "xhigh"


def fitting(effort: Effort, capabilities: Capabilities) -> Effort:
    """The nearest effort that the model takes, rather less than more."""
    if effort == "none" and capabilities.thinking_can_be_off:
        return effort
    nearest: Effort | None = None
    for each in sorted(capabilities.efforts, key=_rank):
        if nearest is None or _rank(each) <= _rank(effort):
            nearest = each
    return nearest or effort


def _rank(effort: Effort) -> int:
    return tuple(EFFORTS).index(effort)
