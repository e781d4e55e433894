"""Where settings come from besides flags and the environment: `parley.toml` and kept secrets."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, final

from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource
from typing_extensions import override

from entrypoints.configuration.secret_file import kept_secrets
from entrypoints.problems import Problem

SECRETS_FILE = "secrets.toml"
SERVICE_SECRETS = ("chat_token_key", "admin_token_key", "key_pepper")


def toml_values(path: Path, environment: Mapping[str, str | None]) -> dict[str, Any]:
    """Read `parley.toml`; a provider's `api_key_env` or `client_secret_env` names where it is."""
    try:
        values = tomllib.loads(path.read_text())
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Problem(f"{path} is not valid TOML: {error}") from error
    except OSError as error:
        raise Problem(f"cannot read {path}: {error.strerror}") from error
    for section, secret in (("providers", "api_key"), ("sign_in", "client_secret")):
        if isinstance(values.get(section), dict):
            tables: dict[str, Any] = values[section]
            values[section] = {
                name: _with_secret(f"{section}.{name}", secret, table, environment)
                for name, table in tables.items()
            }
    return values


def _with_secret(
    where: str, secret: str, table: dict[str, Any], environment: Mapping[str, str | None]
) -> Any:
    variable = table.get(f"{secret}_env") if hasattr(table, "get") else None
    if not isinstance(variable, str):
        return table
    found = environment.get(variable)
    if not found:
        raise Problem(f"setting {where}.{secret}_env: the environment has no variable {variable}")
    return {**table, secret: found}


def secret_files(directory: Path | None) -> dict[str, str]:
    """What lies in files named as settings: secrets that no list of variables and processes shows.

    Raises `Problem` for a file that cannot be read.
    """
    if directory is None or not directory.is_dir():
        return {}
    try:
        return {
            path.name: path.read_text().strip()
            for path in sorted(directory.iterdir())
            if path.is_file() and not path.name.startswith(".")
        }
    except (OSError, UnicodeDecodeError) as error:
        raise Problem(f"cannot read the secrets in {directory}: {error}") from error


@final
class KeptSecrets(PydanticBaseSettingsSource):
    """Fill in the secrets that nobody set."""

    def __init__(self, settings_cls: type[BaseSettings], directory: Path) -> None:
        super().__init__(settings_cls)
        self._directory = directory

    @override
    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        return None, field_name, False

    @override
    def __call__(self) -> dict[str, Any]:
        known = self.current_state
        wanted = [*SERVICE_SECRETS]
        wanted += [] if known.get("mongo_url") else ["mongo_password"]
        wanted += [] if known.get("redis_url") else ["redis_password"]
        home = known.get("home", self.settings_cls.model_fields["home"].default)
        path = self._directory / str(home) / SECRETS_FILE
        return kept_secrets(path, (name for name in wanted if name not in known))
