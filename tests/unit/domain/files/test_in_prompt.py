from dataclasses import replace

import pytest

from domain.files.attachment import Attachment
from domain.files.in_prompt import FilesInPrompt, shares, text_budget
from domain.llm.capabilities import Capabilities
from domain.llm.prompt import Image, InlineData, Text
from tests.builders import an_attachment

PAPER, PHOTO = an_attachment("f1"), an_attachment("f2", kind="picture")
PNG = InlineData(media_type="image/png", base64="aGk=")


@pytest.mark.parametrize(
    ("lengths", "budget", "given"),
    [
        ((), 10, ()),
        ((3, 4), 10, (3, 4)),
        ((30, 40), 10, (5, 5)),
        ((2, 40, 40), 10, (2, 4, 4)),
        ((40, 2), 10, (8, 2)),
    ],
)
def test_short_texts_go_whole_and_long_ones_share(
    lengths: tuple[int, ...], budget: int, given: tuple[int, ...]
) -> None:
    assert shares(lengths, budget) == given


def test_a_small_model_is_told_less() -> None:
    assert text_budget(Capabilities(context_tokens=8_000)) == 12_000
    assert text_budget(Capabilities(context_tokens=1_000_000)) == 200_000
    assert text_budget(Capabilities()) == 200_000


def test_a_document_is_its_text_under_its_name() -> None:
    files = FilesInPrompt(texts={PAPER.file: "hello"})

    assert files.told(PAPER) == Text(text="<file name='f1.txt'>\nhello\n</file>\n")


def test_what_is_cut_is_said() -> None:
    files = FilesInPrompt(texts={PAPER.file: "hel"})

    told = files.told(PAPER)

    assert isinstance(told, Text)
    assert "hel\n[Cut here: the first 3 of 5 characters.]\n</file>" in told.text


def test_a_picture_is_shown() -> None:
    assert FilesInPrompt(pictures={PHOTO.file: PNG}).told(PHOTO) == Image(source=PNG)


@pytest.mark.parametrize(
    ("attachment", "words"),
    [
        (PHOTO, "a picture that is not shown"),
        (PAPER, "it was deleted"),
        (replace(PAPER, file_kind="other", media_type="application/zip"), "application/zip, 5 b"),
    ],
)
def test_what_cannot_be_told_is_named(attachment: Attachment, words: str) -> None:
    told = FilesInPrompt().told(attachment)

    assert isinstance(told, Text)
    assert words in told.text
