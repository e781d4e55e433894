"""Citations and likelihoods, as both of OpenAI's formats write them (conversion A5, B2)."""

from collections.abc import Iterator, Sequence
from typing import Final

from domain.formats.reading import At, readable, scrub
from domain.json import Json, JsonObject
from domain.llm.evidence import Citation, Likelihood

_URL: Final = "url_citation"
_BYTES: Final = range(256)
_LEAST: Final = 1e9
"""Further than any logarithm of a likelihood goes."""


def read_annotations(at: At) -> list[Citation]:
    """Of a message, a delta or a text; those of other kinds are left out."""
    found = readable(_read_annotation(each) for each in at.objects("annotations"))
    return [citation for citation in found if citation is not None]


def _read_annotation(at: At) -> Citation | None:
    """Beside its type, or in an object of its own; `None` for what is no page of the web."""
    if at.value.get("type") != _URL:
        return None
    inner = at.object(_URL) or at
    url = inner.text_or_none("url")
    if not url:
        return None
    start, end = inner.integer("start_index", least=0), inner.integer("end_index", least=0)
    whole = start is None or end is None
    return Citation(
        url=url,
        title=inner.text_or_none("title"),
        start=None if whole else start,
        end=None if whole else end,
    )


def write_annotation(citation: Citation, bounds: tuple[int, int]) -> JsonObject:
    """The members of a page's citation; a title is needed there."""
    return {
        "url": citation.url,
        "title": citation.title or citation.url,
        "start_index": bounds[0],
        "end_index": bounds[1],
    }


def read_logprobs(at: At, key: str = "logprobs", *, within: str = "") -> tuple[Likelihood, ...]:
    """Those of a list, or of the list `within` an object; none where there is none."""
    return tuple(readable(_listed(at, key, within)))


def _listed(at: At, key: str, within: str) -> Iterator[Likelihood]:
    holder = at.object(key) if within else at
    if holder is not None:
        yield from (_read(token) for token in holder.objects(within or key))


def _read(at: At) -> Likelihood:
    others = tuple(_read_one(other) for other in at.objects("top_logprobs"))
    one = _read_one(at)
    return Likelihood(token=one.token, logprob=one.logprob, bytes=one.bytes, others=others)


def _read_one(at: At) -> Likelihood:
    logprob = at.number("logprob", least=-_LEAST, most=_LEAST)
    return Likelihood(
        token=at.text_or_none("token") or "",
        logprob=logprob or 0.0,
        bytes=tuple(_bytes(at.items("bytes"))) if at.has("bytes") else None,
    )


def _bytes(told: Sequence[Json]) -> Iterator[int]:
    for each in told:
        if isinstance(each, int) and not isinstance(each, bool) and each in _BYTES:
            yield each


def write_logprobs(likelihoods: Sequence[Likelihood]) -> list[Json]:
    return [
        {**_one(each), "top_logprobs": [_one(other) for other in each.others]}
        for each in likelihoods
    ]


def _one(likelihood: Likelihood) -> JsonObject:
    """Bytes are needed in one of the formats: without any told, those of the token itself."""
    token = scrub(likelihood.token)
    told = likelihood.bytes
    return {
        "token": token,
        "logprob": likelihood.logprob,
        "bytes": list(token.encode() if told is None else told),
    }
