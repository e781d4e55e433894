"""The words of a page, without its marks."""

from html.parser import HTMLParser
from typing import Final

from typing_extensions import override

_SILENT: Final = {"script", "style", "template", "noscript", "svg", "head"}
_VOICED_IN_HEAD: Final = {"title"}
_BLOCKS: Final = frozenset(
    (
        *("address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "fieldset"),
        *("figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"),
        *("hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "title", "tr", "ul"),
    )
)


def page_text(page: str) -> str:
    reader = _Words()
    reader.feed(page)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.words).split("\n"))
    return "\n".join(line for line in lines if line)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._silent: list[str] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT or tag in _VOICED_IN_HEAD:
            self._silent.append(tag)
        self._break(tag)

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            while self._silent.pop() != tag:
                pass
        self._break(tag)

    @override
    def handle_data(self, data: str) -> None:
        if not self._silent or self._silent[-1] in _VOICED_IN_HEAD:
            self.words.append(data)

    def _break(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.words.append("\n")
        elif tag in {"td", "th"}:
            self.words.append(" | ")
