"""Citations of a text block, both ways (conversion B2). They back all of their block."""

from typing import Final, Literal

from domain.formats.reading import At, scrub
from domain.formats.seals import UNSIGNED
from domain.json import JsonObject
from domain.llm.evidence import Citation, DocumentPlace

_UNITS: Final[dict[str, tuple[Literal["char", "page", "block"], str]]] = {
    "char_location": ("char", "char_index"),
    "page_location": ("page", "page_number"),
    "content_block_location": ("block", "block_index"),
}


def read_citation(at: At) -> Citation | None:
    """Of a page of the web, or of a document that was sent along; `None` for what is neither."""
    kind = at.text_or_none("type") or ""
    if kind in _UNITS:
        return _read_document(at, kind)
    match kind:
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


def _read_document(at: At, kind: str) -> Citation | None:
    unit, name = _UNITS[kind]
    number = at.integer("document_index", least=0)
    start = at.integer(f"start_{name}", least=0)
    end = at.integer(f"end_{name}", least=0)
    if number is None or start is None or end is None:
        return None
    place = DocumentPlace(
        number=number, unit=unit, start=start, end=end, file_id=at.text_or_none("file_id")
    )
    return Citation(
        url="",
        document=place,
        title=at.text_or_none("document_title"),
        quote=at.text_or_none("cited_text") or None,
    )


def write_citation(citation: Citation) -> JsonObject:
    """A page of the web, or a place in a document.

    Only its vendor can make the index that it needs of a page; ours is a mark that says so.
    """
    if citation.document is not None:
        return _write_document(citation, citation.document)
    return {
        "type": "web_search_result_location",
        "url": scrub(citation.url),
        "title": citation.title,
        "cited_text": citation.quote or "",
        "encrypted_index": UNSIGNED,
    }


def _write_document(citation: Citation, place: DocumentPlace) -> JsonObject:
    kind = next(kind for kind, (unit, _) in _UNITS.items() if unit == place.unit)
    name = _UNITS[kind][1]
    return {
        "type": kind,
        "cited_text": citation.quote or "",
        "document_index": place.number,
        "document_title": citation.title,
        f"start_{name}": place.start,
        f"end_{name}": place.end,
        "file_id": place.file_id,
    }
