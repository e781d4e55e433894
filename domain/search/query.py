"""What somebody looks for."""

from dataclasses import dataclass
from typing import Final, Self

from domain.search.words import is_unspaced, words_in

TERMS_MAX: Final = 8
QUERY_LENGTH_MAX: Final = 200
_PREFIX_LENGTH_MIN: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    word: str
    is_prefix: bool = False

    def finds(self, word: str) -> bool:
        return word.startswith(self.word) if self.is_prefix else word == self.word


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """All terms must be found in one text. No terms find nothing.

    The last word may be the beginning of one, as it is still being typed, unless a space follows.
    """

    text: str
    terms: tuple[Term, ...]

    @classmethod
    def of(cls, text: str) -> Self:
        wanted = text[:QUERY_LENGTH_MAX].lstrip()
        words = list(words_in(wanted))
        terms: dict[str, Term] = {}
        for number, word in enumerate(words):
            is_last = number == len(words) - 1 and word.end == len(wanted)
            term = _term(word.text, is_last=is_last)
            # The lone last character of an unspaced run is part of the pair before it.
            if number and is_unspaced(word.text) and words[number - 1].end == word.end:
                continue
            terms.setdefault(word.text, term)
        return cls(text=wanted.strip(), terms=tuple(terms.values())[:TERMS_MAX])

    def finds(self, words: frozenset[str] | set[str]) -> bool:
        """Whether a text of these words has every term."""
        return bool(self.terms) and all(
            any(term.finds(word) for word in words) if term.is_prefix else term.word in words
            for term in self.terms
        )


def _term(word: str, *, is_last: bool) -> Term:
    if is_unspaced(word):
        return Term(word=word, is_prefix=len(word) == 1)
    return Term(word=word, is_prefix=is_last and len(word) >= _PREFIX_LENGTH_MIN)
