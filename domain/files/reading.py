"""What a look into a file's bytes found. The name it came with says nothing about its kind."""

from dataclasses import dataclass
from typing import Final, Literal

OCTETS: Final = "application/octet-stream"
FileKind = Literal["picture", "document", "other"]
"""`picture`: models that see can look at it. `document`: its text can be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """`size` is in bytes.

    A picture has a `thumbnail`, and a `view` where a model cannot be shown it as it is: both are
    JPEG or PNG. `refused` says why the file may not be kept at all; `problem` why nothing could
    be read out of it.
    """

    media_type: str
    kind: FileKind
    size: int
    sha256: str
    width: int | None = None
    height: int | None = None
    text: str | None = None
    thumbnail: bytes | None = None
    view: bytes | None = None
    problem: str | None = None
    refused: str | None = None
