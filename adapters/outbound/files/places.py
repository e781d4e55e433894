"""Where journals lie: `<home>/<writer>/`, a lock and numbered segments.

The kernel lets go of a lock when its process ends, however it ends; who can take the lock of
a journal knows that its writer is dead. A journal comes to its place with the lock held.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from domain.transactions.batch import WriterId

LOCK: Final = "lock"
_DRAFT: Final = "."
_LEFT_S: Final = 3600


def create(home: Path, writer: WriterId) -> int:
    """Make the directory of a journal; return its lock, held. Raises `OSError`."""
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = home / f"{_DRAFT}{writer}"
    draft.mkdir(mode=0o700)
    lock = os.open(draft / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    draft.rename(home / writer)
    sync_directory(home)
    return lock


def writers(home: Path) -> Iterator[WriterId]:
    """All whose journals are there, oldest first: names sort by time."""
    if home.is_dir():
        for path in sorted(home.iterdir()):
            if path.is_dir() and not path.name.startswith(_DRAFT):
                yield WriterId(path.name)


def take(home: Path, writer: WriterId) -> int | None:
    """Lock a journal whose writer is dead. `None` when it lives, or when it is gone."""
    try:
        lock = os.open(home / writer / LOCK, os.O_RDWR)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    if not (home / writer).is_dir():  # somebody else was quicker, and is done with it
        os.close(lock)
        return None
    return lock


def remove(home: Path, writer: WriterId) -> None:
    """Take it from its place first: half a journal is none."""
    gone = home / f"{_DRAFT}{writer}"
    (home / writer).rename(gone)
    shutil.rmtree(gone)


def sweep(home: Path, *, now_s: float) -> None:
    """Remove what a death has left between two places."""
    for path in home.glob(f"{_DRAFT}*"):
        if now_s - path.stat().st_mtime > _LEFT_S:
            shutil.rmtree(path, ignore_errors=True)


def segment(home: Path, writer: WriterId, number: int) -> Path:
    return home / writer / f"{number:08}.log"


def segments(home: Path, writer: WriterId) -> list[Path]:
    return sorted((home / writer).glob("*.log"))


def sync_directory(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
