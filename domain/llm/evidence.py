"""What stands behind the words of an answer: where they were found, how likely they were."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A page of the web that backs a stretch of a text.

    `start` and `end` count code points of the text, `end` exclusive; both are `None` for all
    of it. `quote` are the page's own words.
    """

    url: str
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
