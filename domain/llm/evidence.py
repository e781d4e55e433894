"""What stands behind the words of an answer: where they were found, how likely they were."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPlace:
    """A place in a document that was sent along: which of them, and from where to where in it.

    All count from 0 but pages, which count from 1; `end` is exclusive. `file_id` names the
    document at its vendor, where it is kept there.
    """

    number: int
    unit: Literal["char", "page", "block"]
    start: int
    end: int
    file_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A page of the web, or a `document` (then `url` is empty), that backs a stretch of a text.

    `start` and `end` count code points of the text, `end` exclusive; both are `None` for all
    of it. `quote` are the source's own words.
    """

    url: str
    document: DocumentPlace | None = None
    title: str | None = None
    start: int | None = None
    end: int | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Likelihood:
    """A token of a text, and how likely the model found it: a natural logarithm.

    `bytes` are the token's, where the vendor told them; `others` are the likeliest tokens at
    its place, which have no others of their own.
    """

    token: str
    logprob: float
    bytes: tuple[int, ...] | None = None
    others: "tuple[Likelihood, ...]" = ()
