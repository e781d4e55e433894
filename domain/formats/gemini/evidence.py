"""Where an answer's words come from, and how likely they are (conversion A5, B2).

Places are counted in bytes of UTF-8 through all of the text; in a part of it, where its number
is told.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from domain.formats.reading import At, readable, scrub
from domain.json import Json, JsonObject
from domain.llm.evidence import Citation, Likelihood

_FURTHEST = 1e9


def read_citations(candidate: At, part_starts: Sequence[int]) -> list[Citation]:
    """Their places in bytes. `part_starts` tells where in the text each part begins."""
    return readable(_citations(candidate, part_starts))


def _citations(candidate: At, part_starts: Sequence[int]) -> Iterator[Citation]:
    grounding = candidate.object("groundingMetadata")
    if grounding is not None:
        yield from _grounded(grounding, part_starts)
    recited = candidate.object("citationMetadata")
    for each in recited.objects("citations") if recited else ():
        url = each.text_or_none("uri")
        if url:
            yield _placed(Citation(url=url, title=each.text_or_none("title")), each, 0)


def _grounded(at: At, part_starts: Sequence[int]) -> Iterator[Citation]:
    pages = [_page(chunk) for chunk in at.objects("groundingChunks")]
    supports = list(at.objects("groundingSupports"))
    if not supports:
        yield from (page for page in pages if page is not None)
    for support in supports:
        segment = support.object("segment") or At({})
        part = segment.integer("partIndex", least=0) or 0
        base = part_starts[part] if part < len(part_starts) else 0
        for number in support.items("groundingChunkIndices"):
            known = isinstance(number, int) and 0 <= number < len(pages)
            page = pages[number] if known and isinstance(number, int) else None
            if page is not None:
                yield _placed(page, segment, base)


def _page(chunk: At) -> Citation | None:
    web = chunk.object("web") or chunk.object("retrievedContext")
    url = web.text_or_none("uri") if web else None
    return Citation(url=url, title=web.text_or_none("title")) if web and url else None


def _placed(citation: Citation, at: At, base: int) -> Citation:
    """A place without an end is no place; one without a start begins with the part."""
    end = at.integer("endIndex", least=0)
    if end is None:
        return citation
    start = at.integer("startIndex", least=0) or 0
    return replace(citation, start=base + start, end=base + end)


def in_code_points(citation: Citation, text: bytes) -> Citation:
    if citation.start is None or citation.end is None:
        return citation
    start, end = (len(text[:n].decode("utf-8", "ignore")) for n in (citation.start, citation.end))
    return replace(citation, start=start, end=end)


def write_grounding(
    text: str, cited: Sequence[tuple[Citation, tuple[int, int]]]
) -> JsonObject | None:
    """`cited` with their places in code points of all of the `text`.

    A document has no address: its words stand in the place of one.
    """
    pages: dict[tuple[str, str, str], int] = {}
    supports: list[Json] = []
    for citation, (start, end) in cited:
        quoted = "" if citation.url else citation.quote or ""
        page = (citation.url, citation.title or citation.url, quoted)
        number = pages.setdefault(page, len(pages))
        before, inside = text[:start].encode("utf-8", "replace"), text[start:end]
        segment: JsonObject = {
            "startIndex": len(before),
            "endIndex": len(before) + len(inside.encode("utf-8", "replace")),
            "text": scrub(inside),
        }
        supports.append({"segment": segment, "groundingChunkIndices": [number]})
    if not supports:
        return None
    chunks: list[Json] = [
        {"web": {"uri": url, "title": title}}
        if url
        else {"retrievedContext": {"title": title, "text": scrub(quoted)}}
        for url, title, quoted in pages
    ]
    return {"groundingChunks": chunks, "groundingSupports": supports}


def read_likelihoods(candidate: At) -> tuple[Likelihood, ...]:
    return tuple(readable(_likelihoods(candidate)))


def _likelihoods(candidate: At) -> Iterator[Likelihood]:
    at = candidate.object("logprobsResult")
    if at is None:
        return None
    chosen = [_likelihood(each) for each in at.objects("chosenCandidates")]
    others = [
        tuple(_likelihood(each) for each in top.objects("candidates"))
        for top in at.objects("topCandidates")
    ]
    others += [()] * (len(chosen) - len(others))
    for one, beside in zip(chosen, others, strict=False):
        yield replace(one, others=beside)


def _likelihood(at: At) -> Likelihood:
    logprob = at.number("logProbability", least=-_FURTHEST, most=_FURTHEST)
    return Likelihood(token=at.text_or_none("token") or "", logprob=logprob or 0.0)


def write_likelihoods(likelihoods: Sequence[Likelihood]) -> dict[str, Json]:
    """What belongs into the candidate; nothing where nothing is known."""
    if not likelihoods:
        return {}
    others: list[Json] = [
        {"candidates": [_written(other) for other in each.others]} for each in likelihoods
    ]
    chosen: list[Json] = [_written(each) for each in likelihoods]
    return {"logprobsResult": {"chosenCandidates": chosen, "topCandidates": others}}


def _written(likelihood: Likelihood) -> JsonObject:
    return {"token": scrub(likelihood.token), "logProbability": likelihood.logprob}
