"""Which value each setting has and where it came from, for people to read: no secret is told.

What has parts of its own (providers, models, tools) is told by the names of the parts alone: some
of those are secrets. Addresses with a password in them are secrets as a whole, or are refused.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from dotenv import dotenv_values
from pydantic import BaseModel, SecretStr

from entrypoints.configuration.load import ENV_FILE, SECRETS_DIRECTORY, TOML_FILE, known_files
from entrypoints.configuration.schema import Settings
from entrypoints.configuration.secret_file import read_secrets
from entrypoints.configuration.sources import SECRETS_FILE

_PREFIX: Final = "PARLEY_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """`source` is a place that a person can look at, or `default`."""

    name: str
    value: str
    source: str
    is_secret: bool


def provenance(
    settings: Settings, *, directory: Path, environment: Mapping[str, str]
) -> Sequence[Provenance]:
    """Of every setting, by name. Raises `OSError` or `Problem` where a file cannot be read."""
    sources = (
        ("environment", {name.upper() for name in environment}),
        (ENV_FILE, {name.upper() for name in dotenv_values(directory / ENV_FILE)}),
    )
    files = known_files(environment.get(SECRETS_DIRECTORY))
    written = set(_toml(directory / TOML_FILE))
    made = set(read_secrets(settings.home / SECRETS_FILE))
    told: list[Provenance] = []
    for name, field in sorted(Settings.model_fields.items()):
        variables = {f"{_PREFIX}{name}".upper(), str(field.validation_alias or name).upper()}
        source = next((place for place, known in sources if variables & known), None)
        if source is None and name in files:
            source = "secret file"
        if source is None and name in written:
            source = TOML_FILE
        if source is None and name in made:
            source = SECRETS_FILE
        value = getattr(settings, name)
        is_secret = isinstance(value, SecretStr) or "SecretStr" in str(field.annotation)
        told.append(
            Provenance(
                name=name,
                value=_said(value, is_secret=is_secret),
                source=source or "default",
                is_secret=is_secret,
            )
        )
    return told


def _said(value: object, *, is_secret: bool) -> str:
    if is_secret:
        return "set" if value else "not set"
    if value is None:
        return ""
    if isinstance(value, BaseModel):
        return ", ".join(sorted(value.model_fields_set))
    if isinstance(value, Mapping):
        found = cast("Mapping[object, object]", value)
        return ", ".join(
            f"{name}={each}" if isinstance(each, int) else str(name) for name, each in found.items()
        )
    if isinstance(value, tuple):
        parts = cast("tuple[object, ...]", value)
        return ", ".join(str(getattr(each, "name", each)) for each in parts)
    return str(value)


def _toml(path: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(path.read_text())
    except (FileNotFoundError, tomllib.TOMLDecodeError):
        return {}
