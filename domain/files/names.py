"""Names of files as people may see and save them. Nothing is ever stored under such a name."""

import re
import unicodedata
from typing import Final

_LENGTH_MAX: Final = 200
_ENDING_MAX: Final = 20
_UNSAFE: Final = re.compile(r'[<>:"|?*;%\x00-\x1f\x7f]')
_DEVICES: Final = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


def clean_name(name: str) -> str:
    """The last part of a path, without what a file system or a header would stumble over.

    Control and direction marks go: a name must read as what it is (`photo.exe` is no `exe.otohp`).
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(each for each in last if unicodedata.category(each)[0] != "C")
    words = " ".join(_UNSAFE.sub(" ", shown).split()).strip(". ")
    safe = f"_{words}" if _DEVICES.match(words) else words
    return _cut(safe) or "file"


def _cut(name: str) -> str:
    """Shorten the stem, not the ending."""
    if len(name) <= _LENGTH_MAX:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > _ENDING_MAX:
        return name[:_LENGTH_MAX].rstrip()
    return f"{stem[: _LENGTH_MAX - len(ending) - 1].rstrip()}.{ending}"
