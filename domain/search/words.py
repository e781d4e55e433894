"""The words of a text, as they are kept and looked for: folded, so that é finds e and ß finds ss.

Chinese, Japanese, Korean, Thai and their like put no spaces between words. There every two
neighbouring characters are a word, and the last of a run is one by itself: so any piece of a run
is found, however long it is.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

WORD_LENGTH_MAX: Final = 40
"""Longer words are cut, where they are kept and where they are looked for alike."""

WORDS_MAX: Final = 5_000
"""Distinct words that are kept of one text."""

# Marks belong to the letter before them; `\w` knows only some.
_MARKS: Final = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670"
    "\u0900-\u0963\u0971-\u0dff\u0e31-\u0e3a\u0e47-\u0e4e\u1ab0-\u1aff\u20d0-\u20ff\u3099\u309a"
)
_UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_RUNS: Final = re.compile(
    f"(?P<unspaced>[{_UNSPACED}]+)|(?:(?![{_UNSPACED}])(?:[^\\W_]|[{_MARKS}]))+"
)
_KANA_MARKS: Final = {"\u3099", "\u309a"}
_NO_MARKS: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "\u0131": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word, and where the letters stand that it was made from."""

    text: str
    start: int
    end: int


def fold(text: str) -> str:
    """Without case, accents, widths and ligatures."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    kept = (each for each in apart if not unicodedata.combining(each) or each in _KANA_MARKS)
    return unicodedata.normalize("NFC", "".join(kept)).translate(_NO_MARKS)


def is_unspaced(word: str) -> bool:
    """Whether the word is of a script that writes without spaces."""
    found = _RUNS.match(word)
    return found is not None and found["unspaced"] is not None


def words_in(text: str, start: int = 0, end: int | None = None) -> Iterator[Word]:
    """Every word of the text in order; those of unspaced scripts overlap."""
    for run in _RUNS.finditer(text, start, len(text) if end is None else end):
        if run["unspaced"] is None:
            folded = fold(run[0])
            if folded:
                yield Word(folded[:WORD_LENGTH_MAX], run.start(), run.end())
            continue
        for at in range(run.start(), run.end()):
            upto = min(at + 2, run.end())
            yield Word(fold(text[at:upto]), at, upto)


def words_of(text: str) -> frozenset[str]:
    """The distinct words to keep of a text, the first `WORDS_MAX` of them."""
    found: set[str] = set()
    for word in words_in(text):
        found.add(word.text)
        if len(found) >= WORDS_MAX:
            break
    return frozenset(found)
