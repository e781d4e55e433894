"""What clients hang on a model's name to say how it shall answer (conversion E1.i, clients 5).

Cursor writes `house-model-thinking-high` or `house-model-fast` for one and the same model. Only
the words below are known, and only behind a name that is on offer: nothing else is guessed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from domain.catalog.models import Catalog, Model
from domain.errors import NotFound
from domain.llm.prompt import Dropped, Effort

_EFFORTS: Final[Mapping[str, Effort]] = {
    "-extra-high": "xhigh",
    "-xhigh": "xhigh",
    "-extra": "xhigh",
    "-high": "high",
    "-medium": "medium",
    "-low": "low",
}
_THINKING: Final = "-thinking"
_FAST: Final = "-fast"
_SUFFIXES: Final = (*_EFFORTS, _THINKING, _FAST)
_LOSS: Final = Dropped(path="model", reason="-fast would be another price: it is left out")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """`effort` is how hard the name says to think; `None` leaves it to the request."""

    model: Model
    effort: Effort | None = None
    dropped: tuple[Dropped, ...] = ()


def find_wanted(catalog: Catalog, name: str) -> Wanted:
    """By name or alias, else by what is left without its suffixes, each of which counts once.

    Thinking without a measure is medium. Raises `NotFound`, naming all of the name.
    """
    left, said = name, frozenset[str]()
    offered = {each for model in catalog.models for each in (model.name, *model.aliases)}
    while left not in offered:
        suffix = next((each for each in _SUFFIXES if left.endswith(each)), None)
        if suffix is None or suffix in said:
            raise NotFound(f"there is no model {name!r}")
        left, said = left.removesuffix(suffix), said | {suffix}
    return Wanted(
        model=catalog.find(left),
        effort=_effort(said),
        dropped=(_LOSS,) if _FAST in said else (),
    )


def _effort(said: frozenset[str]) -> Effort | None:
    for suffix, effort in _EFFORTS.items():
        if suffix in said:
            return effort
    return "medium" if _THINKING in said else None
