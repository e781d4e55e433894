"""Every setting: its name, type, default and rule.

`Settings(...)` takes values as given, for tests. `load_settings()` reads, by priority: flags, the
environment (`PARLEY_<NAME>`, or the plain name where there is an alias), `.env`, `parley.toml`, and
secrets that were generated for this installation.
"""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, IPvAnyNetwork, SecretStr, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from typing_extensions import override

from domain.accounts.registration import Policy
from domain.conversations.retention import RETENTION_DAYS_MAX
from entrypoints.configuration import checks, offer, urls, vendors
from entrypoints.configuration.fields import (
    Domain,
    LogLevel,
    MongoUrl,
    OptionalCount,
    OptionalDays,
    OptionalPath,
    OptionalUrl,
    Port,
    PositiveCount,
    RedisUrl,
    Scale,
    Seconds,
    Secret,
    SmtpUrl,
    absent,
    secret,
)
from entrypoints.configuration.providers import (
    ModelSettings,
    OptionalSecret,
    ProviderSettings,
)
from entrypoints.configuration.sign_in import ProviderName, SignInSettings
from entrypoints.configuration.tools import ToolsSettings


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix="PARLEY_",
        extra="forbid",
        frozen=True,
        populate_by_name=True,
        dotenv_filtering="only_existing",
        hide_input_in_errors=True,
    )

    # Where it lives and listens
    home: Path = Path(".parley")
    listen_host: str = "127.0.0.1"
    http_port: Port = 8080
    https_port: Port = 8443
    artifacts_port: Port = 8081
    artifacts_https_port: Port = 8444
    chat_port: Port = 3080
    admin_port: Port = 5001
    relay_port: Port = 4000
    mongo_port: Port = 27117
    redis_port: Port = 6479
    local_model_port: Port = 4891
    scale: Scale = {}
    public_url: OptionalUrl = None
    artifacts_url: OptionalUrl = None
    tls_certificate: OptionalPath = None
    tls_key: OptionalPath = None
    https_only: bool = False
    trusted_proxies: tuple[IPvAnyNetwork, ...] = ()
    log_level: LogLevel = "info"
    drain_s: Annotated[int, Field(ge=0, le=600)] = 30
    leave_s: Annotated[float, Field(ge=0, le=60)] = 1.0
    trace_endpoint: OptionalUrl = None
    trace_share: Annotated[float, Field(ge=0, le=1)] = 1.0

    # Stores
    mongo_url: Annotated[MongoUrl, Field(validation_alias="mongo_url")] = None
    redis_url: Annotated[RedisUrl, Field(validation_alias="redis_url")] = None
    mongo_driver: Annotated[Literal["pymongo", "motor"], Field(validation_alias="mongo_driver")] = (
        "pymongo"
    )
    mongo_database: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,38}$")] = "parley"

    # Secrets, generated when nobody sets them
    chat_token_key: Secret = Field(default_factory=secret)
    admin_token_key: Secret = Field(default_factory=secret)
    key_pepper: Secret = Field(default_factory=secret)
    mongo_password: Secret = Field(default_factory=secret)
    redis_password: Secret = Field(default_factory=secret)

    # Accounts and sessions
    registration: Policy = "open"
    registration_domains: tuple[Domain, ...] = ()
    verify_email: bool = False
    sign_in: dict[ProviderName, SignInSettings] = Field(default_factory=dict[str, SignInSettings])
    smtp_url: SmtpUrl = None
    mail_from: Annotated[str, Field(pattern=r"^[^\r\n]*[^\s@<>]+@[^\s@<>]+>?$", max_length=200)] = (
        "Parley <parley@localhost>"
    )
    admin_second_factor: Annotated[
        Literal["required", "optional"] | None, BeforeValidator(absent)
    ] = None
    plain_http_cookies: bool = True
    chat_access_token_s: Annotated[int, Field(ge=10, le=600)] = 600
    chat_session_idle_s: Seconds = 7 * 24 * 3600
    chat_session_lifetime_s: Seconds = 30 * 24 * 3600
    admin_access_token_s: Annotated[int, Field(ge=10, le=300)] = 300
    admin_session_idle_s: Seconds = 30 * 60
    admin_session_lifetime_s: Seconds = 12 * 3600
    refresh_grace_s: Annotated[int, Field(ge=0, le=10)] = 10

    # Limits of the gateway, for each address
    auth_requests_per_s: PositiveCount = 20
    api_requests_per_s: PositiveCount = 100
    relay_requests_per_s: PositiveCount = 200
    connections_per_address: PositiveCount = 300

    # What one instance of a service carries at once; more is told to come again in a second
    requests_at_once: PositiveCount = 2_000
    body_mb_at_once: Annotated[int, Field(ge=32, le=65_536)] = 512

    # How long chats are kept: days without a change, unless pinned (none: until deleted)
    retention_days: OptionalDays = None
    temporary_chat_hours: Annotated[float, Field(gt=0, le=8_760)] = 24

    # How long alerts are kept once they are over
    alert_days: Annotated[int, Field(ge=1, le=RETENTION_DAYS_MAX)] = 90

    # Limits of files: of one, and of all of one person
    file_mb_max: Annotated[int, Field(ge=1, le=100)] = 25
    files_mb_per_user: PositiveCount = 1_000

    # Limits of one request to the relay
    relay_body_mb: Annotated[int, Field(ge=1, le=32)] = 20
    relay_json_depth: Annotated[int, Field(ge=10, le=500)] = 100
    relay_messages_max: PositiveCount = 2_000
    relay_tools_max: PositiveCount = 512
    reasoning_to_anthropic_clients: Literal["signed", "text_once", "off"] = "signed"

    # Limits of the relay for each address, and how many relays and chat services share them
    address_requests_per_minute: OptionalCount = None
    address_tokens_per_minute: OptionalCount = None
    address_parallel: OptionalCount = None
    instances: PositiveCount = 2

    # Models
    local_model: bool = True
    titles: Annotated[str, Field(min_length=1, max_length=200)] = "cheapest"
    openai_api_key: Annotated[OptionalSecret, Field(validation_alias="openai_api_key")] = None
    openai_base_url: Annotated[OptionalUrl, Field(validation_alias="openai_base_url")] = None
    anthropic_api_key: Annotated[OptionalSecret, Field(validation_alias="anthropic_api_key")] = None
    anthropic_base_url: Annotated[OptionalUrl, Field(validation_alias="anthropic_base_url")] = None
    gemini_api_key: Annotated[OptionalSecret, Field(validation_alias="gemini_api_key")] = None
    google_api_key: Annotated[OptionalSecret, Field(validation_alias="google_api_key")] = None
    gemini_base_url: Annotated[OptionalUrl, Field(validation_alias="gemini_base_url")] = None
    providers: dict[str, ProviderSettings] = Field(default_factory=dict[str, ProviderSettings])
    models: tuple[ModelSettings, ...] = ()

    # What models may use
    tools: ToolsSettings = ToolsSettings()

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
        return (init_settings,)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        checks.all_different({name: getattr(self, name) for name in SECRETS})
        checks.no_port_twice({name: getattr(self, name) for name in PORTS})
        if (self.tls_certificate is None) != (self.tls_key is None):
            raise ValueError("tls_certificate and tls_key go together: set both or none")
        if self.artifacts_url and not self.public_url:
            raise ValueError(
                "artifacts_url needs public_url: the chat that may show what runs there"
            )
        if vendors.LOCAL_PROVIDER in self.providers:
            raise ValueError("providers.local: this name belongs to the bundled model")
        offer.check(self.offered_models, self.offered_providers)
        return self

    @classmethod
    def for_documents(cls) -> Self:
        """What is enough to describe the services: defaults, and secrets that nobody keeps."""
        return cls()

    @property
    def embedded_mongo(self) -> bool:
        return self.mongo_url is None

    @property
    def embedded_redis(self) -> bool:
        return self.redis_url is None

    @property
    def mongo_connection_url(self) -> SecretStr:
        """Your own server, or the embedded one that `parley up` starts."""
        password = self.mongo_password.get_secret_value()
        return self.mongo_url or SecretStr(
            f"mongodb://parley:{password}@127.0.0.1:{self.mongo_port}/{self.mongo_database}"
            "?authSource=admin&authMechanism=SCRAM-SHA-256&retryWrites=false&directConnection=true"
        )

    @property
    def redis_connection_url(self) -> SecretStr:
        password = self.redis_password.get_secret_value()
        return self.redis_url or SecretStr(f"redis://:{password}@127.0.0.1:{self.redis_port}/0")

    @property
    def site_url(self) -> str:
        return self.public_url or f"http://localhost:{self.http_port}"

    @property
    def is_admin_second_factor_required(self) -> bool:
        """By default wherever others can reach it; on one's own machine it is offered."""
        if self.admin_second_factor is not None:
            return self.admin_second_factor == "required"
        return not (urls.is_loopback(self.listen_host) and urls.is_loopback_url(self.site_url))

    @property
    def offered_providers(self) -> dict[str, ProviderSettings]:
        providers = offer.with_vendor_keys(self.providers, self._vendor_keys())
        if self.local_model:
            providers[vendors.LOCAL_PROVIDER] = vendors.local_provider(self.local_model_port)
        return providers

    @property
    def offered_models(self) -> tuple[ModelSettings, ...]:
        models = offer.with_usual_models(self.models, self.offered_providers)
        if self.local_model and vendors.LOCAL_PROVIDER not in {row.provider for row in models}:
            models = (*models, vendors.local_model())
        return models

    @property
    def default_model(self) -> ModelSettings | None:
        """The one marked so, else the first of those that chat."""
        providers = self.offered_providers
        models = [
            model
            for model in self.offered_models
            if "chat" in model.tasks_at(providers[model.provider].kind)
        ]
        return next((model for model in models if model.default), models[0] if models else None)

    def _vendor_keys(self) -> tuple[offer.VendorKey, ...]:
        google_key = self.gemini_api_key or self.google_api_key
        return (
            offer.VendorKey("openai", self.openai_api_key, self.openai_base_url),
            offer.VendorKey("anthropic", self.anthropic_api_key, self.anthropic_base_url),
            offer.VendorKey("google", google_key, self.gemini_base_url),
        )


SECRETS = ("chat_token_key", "admin_token_key", "key_pepper", "mongo_password", "redis_password")
PORTS = tuple(name for name in Settings.model_fields if name.endswith("_port"))
