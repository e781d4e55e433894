"""Smaller pictures of a picture: one for lists, one for models.

They are drawn anew, so that nothing but pixels is left of what was uploaded: no place where it was
taken, no second file behind it. The size is read before a pixel is.
"""

import io
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageOps

PIXELS_MAX: Final = 50_000_000
_DRAWN_PIXELS_MAX: Final = 26_000_000
"""A hundred megabytes, for kinds that cannot be drawn smaller than they are."""
_THUMBNAIL: Final = 320
_VIEW: Final = 2_048
_VIEW_BYTES_MAX: Final = 3_500_000
"""Providers take five megabytes in base64."""
_QUALITY: Final = 85
_FORMATS: Final = ("PNG", "JPEG", "GIF", "WEBP")
_SEEN: Final = ("PNG", "JPEG", "WEBP")
"""By every model that sees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictured:
    width: int
    height: int
    thumbnail: bytes
    view: bytes | None


class TooManyPixels(ValueError):
    """A picture that would take too much memory to draw."""


def picture_of(data: bytes) -> Pictured:
    """Raise `TooManyPixels`, or `ValueError` or `OSError` for what is no picture."""
    Image.MAX_IMAGE_PIXELS = None  # counted here, in words for people
    with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
        width, height = opened.size
        if width * height > PIXELS_MAX:
            raise TooManyPixels(f"the picture has {width} by {height} points, which is too many")
        opened.draft("RGB", (_VIEW, _VIEW))  # JPEG alone: read at a fraction of its size
        if opened.size[0] * opened.size[1] > _DRAWN_PIXELS_MAX:
            raise TooManyPixels(f"the picture has {width} by {height} points, which is too many")
        turned = ImageOps.exif_transpose(opened)
        drawn = turned.convert("RGBA" if turned.has_transparency_data else "RGB")
    lies = (width >= height) == (drawn.width >= drawn.height)
    upright = (width, height) if lies else (height, width)
    small = max(width, height) <= _VIEW and len(data) <= _VIEW_BYTES_MAX
    shown_as_is = small and opened.format in _SEEN
    return Pictured(
        width=upright[0],
        height=upright[1],
        thumbnail=_fitted(drawn, _THUMBNAIL),
        view=None if shown_as_is else _fitted(drawn, _VIEW),
    )


def _fitted(picture: Image.Image, edge: int) -> bytes:
    smaller = picture.copy()
    smaller.thumbnail((edge, edge))
    written = io.BytesIO()
    if smaller.mode == "RGBA":
        smaller.save(written, "PNG", optimize=True)
        if written.tell() <= _VIEW_BYTES_MAX:
            return written.getvalue()
        flat = Image.new("RGB", smaller.size, "white")
        flat.paste(smaller, mask=smaller.getchannel("A"))
        smaller, written = flat, io.BytesIO()
    smaller.save(written, "JPEG", quality=_QUALITY)
    return written.getvalue()
