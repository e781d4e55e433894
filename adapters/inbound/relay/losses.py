"""What a conversion left out, as a header that people can read while they look for a fault."""

import re
from collections.abc import Sequence
from typing import Final

from domain.llm.prompt import Dropped

HEADER: Final = "x-parley-dropped"
_PATHS_MAX: Final = 24
_PATH_LENGTH_MAX: Final = 64
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9_.\[\]$@-]")


def losses_header(dropped: Sequence[Dropped]) -> dict[str, str]:
    """The paths alone; nothing when nothing was lost. Clients choose names: none may break out."""
    paths = [*dict.fromkeys(_UNSAFE.sub("?", each.path)[:_PATH_LENGTH_MAX] for each in dropped)]
    if not paths:
        return {}
    more = [f"+{len(paths) - _PATHS_MAX}"] if len(paths) > _PATHS_MAX else []
    return {HEADER: ", ".join([*paths[:_PATHS_MAX], *more])}
