"""Secrets of this installation: made once, kept in a file that only its owner reads."""

import os
import secrets
import stat
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from entrypoints.problems import Problem

SECRET_BYTES = 32


def new_secret() -> str:
    return secrets.token_urlsafe(SECRET_BYTES)


def kept_secrets(path: Path, names: Iterable[str]) -> dict[str, str]:
    """Read the named secrets; make those that the file does not hold yet."""
    wanted = tuple(names)
    if not wanted:
        return {}
    known = read_secrets(path)
    missing = [name for name in wanted if name not in known]
    if missing:
        known = _write(path, known | {name: new_secret() for name in missing})
    return {name: known[name] for name in wanted}


def replace_secrets(path: Path, values: Mapping[str, str]) -> None:
    """Put secrets of another time in the place of those that have their names."""
    _write(path, read_secrets(path) | dict(values))


def read_secrets(path: Path) -> dict[str, str]:
    """None where there is no file. Raises `Problem` for one that others can read."""
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise Problem(f"{path} can be read by others: run `chmod 600 {path}`")
        return {name: str(value) for name, value in tomllib.loads(path.read_text()).items()}
    except FileNotFoundError:
        return {}
    except tomllib.TOMLDecodeError as error:
        raise Problem(f"{path} is not valid TOML: {error}") from error
    except OSError as error:
        raise Problem(f"cannot read {path}: {error.strerror}") from error


def _write(path: Path, values: dict[str, str]) -> dict[str, str]:
    """Replace the file in one step; of two first starts at once, one wins and both use it."""
    first = not path.exists()
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write("# Made by Parley. Who reads this file can sign in as anybody.\n")
            file.writelines(f'{name} = "{value}"\n' for name, value in sorted(values.items()))
            file.flush()
            os.fsync(file.fileno())
        if first:
            _link(draft, path)
        else:
            draft.replace(path)
    except OSError as error:
        raise Problem(f"cannot write {path}: {error.strerror}") from error
    finally:
        draft.unlink(missing_ok=True)
    return read_secrets(path)


def _link(draft: Path, path: Path) -> None:
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        return
