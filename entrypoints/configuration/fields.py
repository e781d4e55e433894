"""Kinds of settings: what a value of each may be, and what an empty one means."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_settings import NoDecode

from domain.allowances.terms import COUNT_MAX
from domain.conversations.retention import RETENTION_DAYS_MAX
from entrypoints.configuration import checks, urls
from entrypoints.configuration.secret_file import new_secret


def absent(value: object) -> object:
    return None if value == "" else value


def _mongo(value: SecretStr | None) -> SecretStr | None:
    return value and SecretStr(urls.mongo_url(value.get_secret_value()))


def _redis(value: SecretStr | None) -> SecretStr | None:
    return value and SecretStr(urls.redis_url(value.get_secret_value()))


def _smtp(value: SecretStr | None) -> SecretStr | None:
    return value and SecretStr(urls.smtp_url(value.get_secret_value()))


def secret() -> SecretStr:
    return SecretStr(new_secret())


Port = Annotated[int, Field(ge=1, le=65535)]
PositiveCount = Annotated[int, Field(ge=1)]
OptionalCount = Annotated[int | None, Field(ge=1, le=COUNT_MAX), BeforeValidator(absent)]
OptionalDays = Annotated[int | None, Field(ge=1, le=RETENTION_DAYS_MAX), BeforeValidator(absent)]
Seconds = Annotated[int, Field(ge=1)]
OptionalUrl = Annotated[urls.HttpUrl | None, BeforeValidator(absent)]
OptionalPath = Annotated[Path | None, BeforeValidator(absent)]
MongoUrl = Annotated[SecretStr | None, BeforeValidator(absent), AfterValidator(_mongo)]
RedisUrl = Annotated[SecretStr | None, BeforeValidator(absent), AfterValidator(_redis)]
SmtpUrl = Annotated[SecretStr | None, BeforeValidator(absent), AfterValidator(_smtp)]
Domain = Annotated[str, Field(pattern=r"^[a-z0-9.-]{1,253}$")]
Secret = Annotated[SecretStr, AfterValidator(checks.strong)]
LogLevel = Literal["debug", "info", "warning", "error"]


ServiceName = Literal["chat", "admin", "relay"]
INSTANCES_MAX = 16
Scale = Annotated[
    dict[ServiceName, Annotated[int, Field(ge=1, le=INSTANCES_MAX)]],
    NoDecode,
    BeforeValidator(checks.scale),
]
