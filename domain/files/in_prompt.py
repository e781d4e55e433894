"""What models are told of attached files: pictures as they are, documents by their text.

File text is data. It is marked as such, and bounded: what is left out is said, to the model and
(by the same arithmetic) to the person before sending.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from domain.files.attachment import Attachment
from domain.ids import FileId
from domain.llm.capabilities import Capabilities
from domain.llm.prompt import Image, InlineData, Text

TEXT_CHARACTERS_MAX: Final = 200_000
"""Of all files of one prompt together."""
CHARACTERS_PER_TOKEN: Final = 1.5
"""Of the context that files may take: three characters make a token, and half of it is left."""
PICTURES_MAX: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesInPrompt:
    """Texts are as much of each as fits; `pictures` what is shown. What is in neither is gone."""

    texts: Mapping[FileId, str] = field(default_factory=dict[FileId, str])
    pictures: Mapping[FileId, InlineData] = field(default_factory=dict[FileId, InlineData])

    def told(self, attachment: Attachment) -> Text | Image:
        picture = self.pictures.get(attachment.file)
        if picture is not None:
            return Image(source=picture)
        text = self.texts.get(attachment.file)
        if text is not None:
            return Text(text=quoted(attachment, text))
        return Text(text=f"[File {attachment.name!r}: {_why_not(attachment)}]\n")


def text_budget(can: Capabilities) -> int:
    """How many characters of file text a prompt to this model may hold."""
    if can.context_tokens is None:
        return TEXT_CHARACTERS_MAX
    return min(TEXT_CHARACTERS_MAX, int(can.context_tokens * CHARACTERS_PER_TOKEN))


def shares(lengths: Sequence[int], budget: int) -> tuple[int, ...]:
    """How much of each text fits: short ones whole, the long ones share evenly what is left."""
    given = [0] * len(lengths)
    left = budget
    by_length = sorted(range(len(lengths)), key=lambda at: lengths[at])
    for served, at in enumerate(by_length):
        given[at] = min(lengths[at], left // (len(lengths) - served))
        left -= given[at]
    return tuple(given)


def quoted(attachment: Attachment, text: str) -> str:
    """As much of a file's text as there is room for, marked as such."""
    cut, whole = "", attachment.text_length or len(text)
    if len(text) < whole:
        cut = f"\n[Cut here: the first {len(text):,} of {whole:,} characters.]"
    return f"<file name={attachment.name!r}>\n{text}{cut}\n</file>\n"


def _why_not(attachment: Attachment) -> str:
    match attachment.file_kind:
        case "picture":
            return "a picture that is not shown to you"
        case "document":
            return "it was deleted"
        case "other":
            return f"{attachment.media_type}, {attachment.size:,} bytes; it cannot be read"
