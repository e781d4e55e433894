"""A file that goes along with a message."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

from domain.errors import Conflict, Invalid
from domain.files.file import File
from domain.files.reading import FileKind
from domain.ids import FileId

ATTACHMENTS_MAX: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """What a message says of it; the file may be gone by now. `size` is in bytes."""

    file: FileId
    name: str
    media_type: str
    file_kind: FileKind
    size: int
    width: int | None = None
    height: int | None = None
    text_length: int | None = None

    @classmethod
    def of(cls, file: File) -> Self:
        """Raise `Conflict` for a file that is still on its way."""
        if file.state != "ready":
            raise Conflict(f"{file.name} is still being uploaded")
        return cls(
            file=file.id,
            name=file.name,
            media_type=file.media_type,
            file_kind=file.kind,
            size=file.size,
            width=file.width,
            height=file.height,
            text_length=file.text_length,
        )


def check_attachments(attachments: Sequence[Attachment], *, sees: bool) -> None:
    """Raise `Invalid` for more than may go along, and for pictures to a model that sees none."""
    if len(attachments) > ATTACHMENTS_MAX:
        raise Invalid(f"a message has at most {ATTACHMENTS_MAX} files")
    if not sees and any(each.file_kind == "picture" for each in attachments):
        raise Invalid("this model cannot see pictures; choose another model or remove them")
