"""SEC-13: weak, equal and missing secrets are refused at the start; and all other settings."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from adapters.outbound.prices.genai import prices_of
from entrypoints.configuration.schema import SECRETS
from entrypoints.configuration.sign_in import SignInSettings
from entrypoints.configuration.tools import McpSettings, ToolsSettings
from entrypoints.identity_providers import identity_providers
from entrypoints.model_catalog import catalog_from
from entrypoints.problems import Problem
from entrypoints.settings import ModelSettings, ProviderSettings, Settings, load_settings
from tests.builders import NOON

ROOT = Path(__file__).parents[3]
STRONG = "q3V9x1Zr7Lk0Wm5Tn8Yb2Hc6Jd4Fg-Ps"


@pytest.fixture(autouse=True)
def no_settings_around(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"PARLEY_{name.upper()}", raising=False)
        if Settings.model_fields[name].validation_alias:
            monkeypatch.delenv(name.upper(), raising=False)


def test_settings_need_no_file_and_no_environment() -> None:
    assert [model.name for model in Settings().offered_models] == ["smollm2-135m-instruct"]


def test_a_vendor_key_offers_the_usual_models_of_that_vendor() -> None:
    settings = Settings(anthropic_api_key=SecretStr("k"))

    assert settings.default_model is not None
    assert settings.default_model.name.startswith("claude-")


@pytest.mark.parametrize("bad", ["", "short", "a" * 40, "changeme-changeme-changeme-changeme-1"])
def test_a_weak_secret_is_refused(bad: str) -> None:
    with pytest.raises(ValidationError, match="chat_token_key"):
        Settings(chat_token_key=SecretStr(bad))


def test_equal_secrets_are_refused_without_repeating_them() -> None:
    with pytest.raises(ValidationError, match="are equal") as refused:
        Settings(chat_token_key=SecretStr(STRONG), key_pepper=SecretStr(STRONG))

    assert STRONG not in str(refused.value)


def test_secrets_are_made_once_and_only_their_owner_reads_them(tmp_path: Path) -> None:
    first = load_settings(tmp_path)
    second = load_settings(tmp_path)

    assert first.chat_token_key == second.chat_token_key
    assert (tmp_path / ".parley" / "secrets.toml").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("toml", "reason"),
    [
        ("colour = 1", "setting colour"),
        ("http_port = 'x'", "setting http_port"),
        ("trusted_proxies = ['10.0.0.1/8']", "setting trusted_proxies"),
        ("redis_url = 'http://h'", "must start with redis://"),
        ("[[models]]\nname='a'\nprovider='nobody'", "names the provider 'nobody'"),
        ("[[models]]\nname='a'\nprovider='local'\nprice={input=0.1,output='1'}", "as a string"),
        ("[providers.x]\nkind='openai'\napi_key_env='PARLEY_NO_SUCH_KEY'", "PARLEY_NO_SUCH_KEY"),
    ],
)
def test_a_wrong_setting_is_refused_by_name(tmp_path: Path, toml: str, reason: str) -> None:
    (tmp_path / "parley.toml").write_text(toml)

    with pytest.raises(Problem, match=reason):
        load_settings(tmp_path)


EXAMPLE = (ROOT / "parley.toml.example").read_text()
COMMENTED = re.compile(r"(?m)^# (?=\[|[a-z_]+ = )")


def written_out() -> dict[str, Any]:
    """The example with every line uncommented."""
    return tomllib.loads(COMMENTED.sub("", EXAMPLE))


def test_the_example_documents_every_setting_and_no_other() -> None:
    assert set(written_out()) == set(Settings.model_fields)


def test_the_example_documents_all_of_a_provider_and_a_model() -> None:
    written = written_out()

    assert set(ModelSettings.model_fields) == set(written["models"][0])
    provider = {*written["providers"]["groq"], "api_key"}
    assert set(ProviderSettings.model_fields) == provider
    assert 'api_key = "..."' in EXAMPLE


def test_the_example_changes_nothing_until_it_is_uncommented(tmp_path: Path) -> None:
    (tmp_path / "parley.toml").write_text(EXAMPLE)

    assert load_settings(tmp_path).model_dump(exclude=set(SECRETS)) == load_settings(
        tmp_path / "elsewhere"
    ).model_copy(update={"home": tmp_path / ".parley"}).model_dump(exclude=set(SECRETS))


def test_the_example_documents_all_about_tools() -> None:
    tools = written_out()["tools"]
    assert set(ToolsSettings.model_fields) == set(tools)
    servers = tools["mcp"].values()
    assert set(McpSettings.model_fields) == {name for each in servers for name in each}


@pytest.mark.parametrize(
    ("toml", "reason"),
    [
        ("web_search = 'searxng'", "needs the address"),
        ("web_search = 'brave'", "needs a key"),
        ("web_search = 'searxng'\nweb_search_url = 'file:///etc'", "web_search_url"),
        ("trusted = ['no port']", "trusted"),
        ("[tools.mcp.a]", "either a url or a command"),
        ("[tools.mcp.a]\nurl = 'file:///etc'", "only http"),
        ("[tools.mcp.a]\nurl = 'http://a.example/'\nargs = ['x']", "those of a command"),
        ("[tools.mcp.a]\ncommand = 'a'\ntoken = 'x'", "secrets in env"),
        ("[tools.mcp.'A B']\ncommand = 'a'", "tools.mcp"),
    ],
)
def test_tools_that_could_not_work_are_refused(tmp_path: Path, toml: str, reason: str) -> None:
    (tmp_path / "parley.toml").write_text(f"[tools]\n{toml}")

    with pytest.raises(Problem, match=reason):
        load_settings(tmp_path)


def test_the_operator_s_own_search_may_stand_inside(tmp_path: Path) -> None:
    text = "[tools]\nweb_search = 'searxng'\nweb_search_url = 'http://SEARX/x'\ntrusted = ['a:1']"
    (tmp_path / "parley.toml").write_text(text)

    assert load_settings(tmp_path).tools.search_places == ("a:1", "searx:80")


def test_the_example_says_the_defaults() -> None:
    """What is not `"..."` is what applies when nobody sets it."""
    said = {name: value for name, value in written_out().items() if value != "..."}
    for table in ("providers", "models", "tools", "sign_in"):
        del said[table]

    defaults = {name: Settings.model_fields[name].default for name in said}

    assert said == {**defaults, "home": str(defaults["home"])}


def test_the_example_loads_with_everything_uncommented(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GROQ_API_KEY", "k")
    monkeypatch.setenv("PARLEY_COMPANY_SECRET", "s")
    lines = COMMENTED.sub("", EXAMPLE).splitlines()
    (tmp_path / "parley.toml").write_text("\n".join(ln for ln in lines if '= "..."' not in ln))

    settings = load_settings(tmp_path)

    assert [model.name for model in settings.models] == ["llama"]
    assert settings.offered_providers["groq"].base_url == "https://api.groq.com/openai/v1"
    company = settings.sign_in["company"]
    assert company.client_secret == SecretStr("s")
    assert company.places == ("keys.internal:8443", "login.example.com:443")
    assert identity_providers(settings)["company"].rules.label == "Company"


def test_the_example_documents_all_of_a_provider_of_identities() -> None:
    written = {*written_out()["sign_in"]["company"], "client_secret"}
    assert set(SignInSettings.model_fields) == written


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"issuer": "http://login.example"}, "must be https"),
        ({"issuer": "http://login.example.local:8080"}, "must be https"),
        ({"issuer": "ftp://login.example"}, "only http"),
        ({"issuer": "https://me:pw@login.example"}, "no names and passwords"),
        ({"issuer": "https://login.example/?a=b"}, "no query"),
        ({"scopes": ["email"]}, "needs the scope openid"),
        ({"scopes": ["openid", "a b"]}, "scopes"),
        ({"client_secret": ""}, "is empty"),
        ({"client_id": ""}, "client_id"),
        ({"domains": ["@x.org"]}, "domains"),
        ({"sign_up": "maybe"}, "sign_up"),
        ({"algorithms": ["HS256"]}, "extra_forbidden|Extra inputs"),
    ],
)
def test_a_provider_of_identities_that_could_not_be_believed_is_refused(
    given: dict[str, object], reason: str
) -> None:
    whole = {"issuer": "https://login.example", "client_id": "parley", **given}

    with pytest.raises(ValidationError, match=reason):
        SignInSettings.model_validate(whole)


def test_a_provider_on_this_machine_or_inside_may_be_asked() -> None:
    here, inside = (
        SignInSettings(issuer=issuer, client_id="parley")
        for issuer in ("http://localhost:8081/realm", "https://login.corp.internal/realm/")
    )

    assert (here.places, inside.places) == (("localhost:8081",), ("login.corp.internal:443",))
    assert inside.issuer.endswith("/")


def test_a_provider_of_identities_has_a_way_back_and_a_name_of_its_own() -> None:
    one = SignInSettings(issuer="https://login.example", client_id="parley")
    with pytest.raises(ValidationError, match="sign_in"):
        Settings(sign_in={"Not a name": one})

    found = identity_providers(Settings(sign_in={"the-company": one}))

    assert found["the-company"].rules.label == "The company"


def test_a_client_secret_may_be_in_the_environment_alone(tmp_path: Path) -> None:
    table = (
        "[sign_in.a]\nissuer = 'https://a.example'\nclient_id = 'p'\nclient_secret_env = 'NONE_1'"
    )
    (tmp_path / "parley.toml").write_text(table)

    with pytest.raises(Problem, match=r"sign_in\.a\.client_secret_env: .* no variable NONE_1"):
        load_settings(tmp_path)


def offering(*models: dict[str, object]) -> Settings:
    providers = {
        kind: ProviderSettings.model_validate({"kind": kind, "api_key": "k"})
        for kind in ("openai", "anthropic", "google")
    }
    rows = tuple(ModelSettings.model_validate(each) for each in models)
    return Settings(providers=providers, models=rows, local_model=False)


def test_what_a_model_is_for_is_known_by_its_name_or_written_down() -> None:
    settings = offering(
        {"name": "text-embedding-3-small", "provider": "openai"},
        {"name": "vectors", "provider": "openai", "upstream": "v-1", "tasks": ["embeddings"]},
        {"name": "both", "provider": "google", "tasks": ["chat", "embeddings"]},
    )

    catalog = catalog_from(settings, prices_of=prices_of, at=NOON)

    assert [each.tasks for each in catalog.models[:3]] == [
        ("embeddings",),
        ("embeddings",),
        ("chat", "embeddings"),
    ]


def test_the_default_is_the_first_model_that_chats() -> None:
    settings = offering(
        {"name": "text-embedding-3-small", "provider": "openai"},
        {"name": "gpt-5.5", "provider": "openai"},
    )

    assert settings.default_model is not None
    assert settings.default_model.name == "gpt-5.5"


@pytest.mark.parametrize(
    ("model", "reason"),
    [
        (
            {"name": "m", "provider": "anthropic", "tasks": ["embeddings"]},
            "model 'm': a provider of kind anthropic has no embeddings",
        ),
        (
            {"name": "m", "provider": "google", "tasks": ["speech"]},
            "model 'm': a provider of kind google has no speech",
        ),
        (
            {"name": "text-embedding-3-small", "provider": "openai", "default": True},
            "the default must be a model for chat",
        ),
    ],
)
def test_a_model_is_for_what_its_provider_can_do(model: dict[str, object], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        offering(model)


@pytest.mark.parametrize("tasks", [[], ["dreaming"]])
def test_there_is_no_other_task_and_always_one(tasks: list[str]) -> None:
    with pytest.raises(ValidationError, match="tasks"):
        ModelSettings.model_validate({"name": "m", "provider": "openai", "tasks": tasks})


def test_a_vendor_key_offers_its_embeddings_too() -> None:
    settings = Settings(
        openai_api_key=SecretStr("k"), gemini_api_key=SecretStr("k"), local_model=False
    )

    names = {model.name for model in settings.offered_models}
    assert {"text-embedding-3-small", "gemini-embedding-001"} <= names


@pytest.mark.parametrize(
    ("given", "is_required"),
    [
        ({}, False),
        ({"public_url": "http://localhost:9000"}, False),
        ({"listen_host": "0.0.0.0"}, True),  # noqa: S104 - nobody listens
        ({"public_url": "https://parley.example"}, True),
        ({"public_url": "https://parley.example", "admin_second_factor": "optional"}, False),
        ({"admin_second_factor": "required"}, True),
        ({"admin_second_factor": ""}, False),
    ],
)
def test_administrators_need_a_second_factor_where_others_can_reach_it(
    given: dict[str, str], *, is_required: bool
) -> None:
    settings = Settings.model_validate(given)

    assert settings.is_admin_second_factor_required == is_required


@pytest.mark.parametrize("given", ["chat=2,relay=3", " chat=2, relay=3 ", {"chat": 2, "relay": 3}])
def test_services_have_instances(given: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    if isinstance(given, str):
        monkeypatch.setenv("PARLEY_SCALE", given)
        settings = load_settings()
    else:
        settings = Settings(scale=given)

    assert settings.scale == {"chat": 2, "relay": 3}


@pytest.mark.parametrize("bad", ["chat", "chat=0", "chat=x", "mongo=2", "chat=17"])
def test_instances_that_cannot_be_are_refused(bad: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARLEY_SCALE", bad)

    with pytest.raises(Problem, match="scale"):
        load_settings()
