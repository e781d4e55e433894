"""Read the settings of this installation, or say in one line what is wrong with them."""

import os
import re
from pathlib import Path
from typing import Any

from dotenv import dotenv_values
from pydantic import ValidationError
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)
from typing_extensions import override

from entrypoints.configuration.schema import Settings
from entrypoints.configuration.sources import KeptSecrets, secret_files, toml_values
from entrypoints.problems import Problem

TOML_FILE = "parley.toml"
ENV_FILE = ".env"
SECRETS_DIRECTORY = "PARLEY_SECRETS_DIRECTORY"
"""A variable that names a directory with a file for each secret."""
ROOT = Path(__file__).parents[2]


def load_settings(directory: Path = ROOT, **flags: Any) -> Settings:
    """Raise `Problem`, naming the setting and the reason but never its value."""
    environment = {**dotenv_values(directory / ENV_FILE), **os.environ}
    written = toml_values(directory / TOML_FILE, environment)
    place = environment.get(SECRETS_DIRECTORY)
    in_files = known_files(place and directory / place)

    class LayeredSettings(Settings):
        model_config = SettingsConfigDict(env_file=directory / ENV_FILE)

        @classmethod
        @override
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,
            file_secret_settings: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            files = InitSettingsSource(settings_cls, in_files)
            toml = InitSettingsSource(settings_cls, written)
            secrets = KeptSecrets(settings_cls, directory)
            return (init_settings, env_settings, dotenv_settings, files, toml, secrets)

    given = {name: value for name, value in flags.items() if value is not None}
    try:
        settings = LayeredSettings(**given)
    except ValidationError as error:
        raise Problem(_reasons(error)) from None
    except SettingsError as error:
        named = re.search(r'field "(\w+)"', str(error))
        raise Problem(f"setting {named[1] if named else error}: it is not valid JSON") from None
    return settings.model_copy(update={"home": (directory / settings.home).absolute()})


def known_files(directory: Path | str | None) -> dict[str, str]:
    """Of the files there, those that are named as a setting: others belong to somebody else."""
    found = secret_files(Path(directory) if directory else None)
    return {name: value for name, value in found.items() if name in Settings.model_fields}


def _reasons(error: ValidationError) -> str:
    return "; ".join(
        f"{_where(detail['loc'])}{_reason(detail['type'], detail['msg'])}"
        for detail in error.errors(include_url=False, include_input=False, include_context=False)
    )


def _reason(kind: str, message: str) -> str:
    if kind == "extra_forbidden":
        return "there is no such setting"
    return message.removeprefix("Value error, ")


def _where(location: tuple[int | str, ...]) -> str:
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in location)
    return f"setting {path.removeprefix('.')}: " if path else "settings: "
