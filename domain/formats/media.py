"""Pictures and files in requests: data URLs and media types (conversion A2)."""

import base64
import re
from typing import Final
from urllib.parse import unquote_to_bytes

from domain.errors import Invalid
from domain.llm.prompt import InlineData, MediaSource, WebAddress

_DATA_URL: Final = re.compile(r"data:([^,]*),", re.ASCII)
_BASE64: Final = re.compile(r"[A-Za-z0-9+/]*")
_SIGNATURES: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"%PDF-", "application/pdf"),
)
_HEAD: Final = 24
"""Base64 characters that hold the longest signature."""


def source_of(url: str, *, path: str) -> MediaSource:
    """A data URL's content, or the address. Raises `Invalid` for anything else."""
    if url.startswith("data:"):
        return _inline(url, path=path)
    if url.startswith(("https://", "http://")):
        return WebAddress(url=url)
    raise Invalid(f"{path}: must be an https or data URL")


def _inline(url: str, *, path: str) -> InlineData:
    found = _DATA_URL.match(url)
    if found is None:
        raise Invalid(f"{path}: is not a data URL")
    head, payload = found[1], url[found.end() :]
    media_type, *parameters = head.split(";")
    if "base64" in parameters:
        return inline_data(media_type, payload, path=path)
    encoded = base64.b64encode(unquote_to_bytes(payload)).decode()
    return inline_data(media_type, encoded, path=path)


def inline_data(media_type: str, payload: str, *, path: str) -> InlineData:
    """Clean base64 under its true type: a wrong label is a frequent fault of clients."""
    cleaned = "".join(payload.split()).rstrip("=")
    if not _BASE64.fullmatch(cleaned) or len(cleaned) % 4 == 1:
        raise Invalid(f"{path}: is not base64")
    cleaned += "=" * (-len(cleaned) % 4)
    label = media_type.partition(";")[0].strip().lower() or "text/plain"
    head = base64.b64decode(cleaned[:_HEAD])
    return InlineData(media_type=_true_type(head, label), base64=cleaned)


def text_in(source: InlineData) -> str:
    return base64.b64decode(source.base64).decode("utf-8", "replace")


def _true_type(head: bytes, label: str) -> str:
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    sniffed = next((kind for magic, kind in _SIGNATURES if head.startswith(magic)), None)
    return sniffed or ("image/jpeg" if label == "image/jpg" else label)


def data_url(source: InlineData) -> str:
    return f"data:{source.media_type};base64,{source.base64}"
