from collections.abc import Iterable
from pathlib import Path

ROTATE_AT_BYTES = 10 * 1024 * 1024
KEPT = 3


def rotate(logs: Path) -> None:
    """Before anything writes: `chat.log` that grew large becomes `chat.log.1`, and so on."""
    logs.mkdir(parents=True, exist_ok=True)
    for log in logs.glob("*.log"):
        if log.stat().st_size <= ROTATE_AT_BYTES:
            continue
        for number in range(KEPT - 1, 0, -1):
            older = log.with_name(f"{log.name}.{number}")
            if older.exists():
                older.replace(log.with_name(f"{log.name}.{number + 1}"))
        log.replace(log.with_name(f"{log.name}.1"))


def tail(log: Path, lines: int) -> Iterable[str]:
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - lines * 400))
        return file.read().decode(errors="replace").splitlines()[-lines:]
