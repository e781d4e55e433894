"""What people type into a search box, as a filter."""

import re
from typing import Final

from adapters.outbound.mongo.driver import Document

_LENGTH_MAX: Final = 100


def holding(text: str) -> Document:
    """A field that holds `text`, in any case; every field where it is empty.

    By the `$regex` operator: a compiled one finds nothing on the embedded server.
    """
    return {"$regex": re.escape(text.strip()[:_LENGTH_MAX]), "$options": "i"}
