"""Citations of a text block, both ways (conversion B2). They back all of their block."""

from domain.formats.reading import At, scrub
from domain.formats.seals import UNSIGNED
from domain.json import JsonObject
from domain.llm.evidence import Citation


def read_citation(at: At) -> Citation | None:
    """Of a page of the web; `None` for a place in a document that the client sent along."""
    match at.text_or_none("type"):
        case "web_search_result_location":
            url = at.text_or_none("url")
        case "search_result_location":
            url = at.text_or_none("source")
        case _:
            url = None
    if not url:
        return None
    return Citation(
        url=url, title=at.text_or_none("title"), quote=at.text_or_none("cited_text") or None
    )


def write_citation(citation: Citation) -> JsonObject:
    """Only its vendor can make the index that it needs back; ours is a mark that says so."""
    return {
        "type": "web_search_result_location",
        "url": scrub(citation.url),
        "title": citation.title,
        "cited_text": citation.quote or "",
        "encrypted_index": UNSIGNED,
    }
