import pytest

from domain.search.words import WORD_LENGTH_MAX, WORDS_MAX, fold, words_in, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Tram, at noon!", {"the", "tram", "at", "noon"}),
        ("Crème brûlée", {"creme", "brulee"}),
        ("re\u0301sume\u0301", {"resume"}),
        ("Straße STRASSE", {"strasse"}),
        ("\uff26\uff55\uff4c\uff4c ﬁne", {"full", "fine"}),
        ("Łódź Øresund", {"lodz", "oresund"}),
        ("snake_case v1.2", {"snake", "case", "v1", "2"}),
        ("हिन्दी", {fold("हिन्दी")}),
        ("東京都", {"東京", "京都", "都"}),
        ("GPT模型", {"gpt", "模型", "型"}),
        ("がく", {"がく", "く"}),
        ("… — ?!", set[str]()),
    ],
)
def test_a_text_is_its_folded_words(text: str, words: set[str]) -> None:
    assert words_of(text) == words


def test_a_word_knows_where_its_letters_stand() -> None:
    text = "Ein Café in 東京"

    found = {word.text: text[word.start : word.end] for word in words_in(text)}

    assert found == {"ein": "Ein", "cafe": "Café", "in": "in", "東京": "東京", "京": "京"}


def test_words_and_their_number_have_a_limit() -> None:
    many = " ".join(f"w{number}" for number in range(WORDS_MAX + 10))

    assert words_of("x" * 100) == {"x" * WORD_LENGTH_MAX}
    assert len(words_of(many)) == WORDS_MAX
