import io
from collections.abc import Iterator
from typing import Final

import pypdf

from adapters.outbound.file_reading.unreadable import Unreadable

_PAGES_MAX: Final = 3_000


def pieces(data: bytes) -> Iterator[str]:
    reader = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable("it is locked with a password")
    for number, page in enumerate(reader.pages, start=1):
        if number > _PAGES_MAX:
            return
        text = page.extract_text().strip()
        if text:
            yield f"[Page {number}]\n{text}\n"
