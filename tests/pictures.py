"""Pictures that tests make."""

import io

from PIL import Image


def png(width: int, height: int) -> bytes:
    return _picture(width, height, "PNG")


def jpeg(width: int, height: int) -> bytes:
    return _picture(width, height, "JPEG")


def _picture(width: int, height: int, kind: str) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(written, kind)
    return written.getvalue()
