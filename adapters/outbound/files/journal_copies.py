"""The files of all journals of a machine, as a backup keeps them.

They are copied while their processes append to them: a line that is only half there counts for
nothing, as after a crash. What a process clears away meanwhile is in the ledger by then.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from adapters.outbound.files.places import LOCK, sync_directory

_LOG: Final = ".log"
_NAME_PARTS_MAX: Final = 2


def copies(home: Path) -> Iterator[tuple[str, bytes]]:
    """The name of each file within `home`, and what is in it: a megabyte or little more."""
    if not home.is_dir():
        return
    for path in sorted(home.rglob(f"*{_LOG}")):
        name = path.relative_to(home)
        if any(part.startswith(".") for part in name.parts):
            continue
        try:
            yield str(name), path.read_bytes()
        except FileNotFoundError:
            continue


def put_back(home: Path, name: str, content: bytes) -> None:
    """Where whoever takes over the journals of the dead finds it. Raises `ValueError`."""
    parts = Path(name).parts
    if len(parts) > _NAME_PARTS_MAX or ".." in parts or not name.endswith(_LOG):
        raise ValueError(f"{name!r} is no file of a journal")
    path = home / name
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("xb") as file:
        file.write(content)
    if path.parent != home:
        (path.parent / LOCK).touch(mode=0o600)
    sync_directory(path.parent)
