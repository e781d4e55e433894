"""Settings as people read them: where each came from, and no secret of any."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from entrypoints.configuration.load import SECRETS_DIRECTORY, load_settings
from entrypoints.configuration.provenance import Provenance, provenance
from entrypoints.settings import Settings

CANARY = "canary-7f3a9"


@pytest.fixture(autouse=True)
def no_settings_around(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"PARLEY_{name.upper()}", raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def told(directory: Path, environment: Mapping[str, str]) -> dict[str, Provenance]:
    settings = load_settings(directory)
    found = provenance(settings, directory=directory, environment=environment)
    return {each.name: each for each in found}


def test_each_setting_says_where_it_came_from(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PARLEY_DRAIN_S=12\n")
    (tmp_path / "parley.toml").write_text("retention_days = 30\n[scale]\nchat = 2\n")

    found = told(tmp_path, {"PARLEY_LOG_LEVEL": "info", "MONGO_URL": ""})

    assert (found["drain_s"].value, found["drain_s"].source) == ("12", ".env")
    assert (found["retention_days"].value, found["retention_days"].source) == ("30", "parley.toml")
    assert found["scale"].value == "chat=2"
    assert found["log_level"].source == "environment"
    assert found["mongo_url"].source == "environment"
    assert (found["key_pepper"].value, found["key_pepper"].source) == ("set", "secrets.toml")
    assert (found["registration"].value, found["registration"].source) == ("open", "default")


def test_no_secret_and_no_password_is_told(tmp_path: Path) -> None:
    (tmp_path / "parley.toml").write_text(
        f"""
openai_api_key = "sk-{CANARY}"
mongo_url = "mongodb://u:{CANARY}@127.0.0.1/x"
redis_url = "redis://:{CANARY}@127.0.0.1/0"
smtp_url = "smtp://u:{CANARY}@127.0.0.1:25"
[providers.mine]
kind = "openai_compatible"
base_url = "http://127.0.0.1:9/v1"
api_key = "{CANARY}"
[tools]
web_search = "brave"
web_search_key = "{CANARY}"
[[models]]
name = "m"
provider = "mine"
allow_unpriced = true
"""
    )

    found = told(tmp_path, {})

    assert CANARY not in str([(each.name, each.value) for each in found.values()])
    assert (found["openai_api_key"].value, found["openai_api_key"].is_secret) == ("set", True)
    assert found["anthropic_api_key"].value == "not set"
    assert (found["providers"].value, found["models"].value) == ("mine", "m")
    assert found["tools"].value == "web_search, web_search_key"


def test_a_secret_may_lie_in_a_file_named_as_its_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    (secrets / "key_pepper").write_text("q3V9x1Zr7Lk0Wm5Tn8Yb2Hc6Jd4Fg-Ps\n")
    (secrets / "mongo_url").write_text("mongodb://127.0.0.1/parley")
    (secrets / "of_somebody_else").write_text("x")
    (secrets / "..data").mkdir()
    monkeypatch.setenv(SECRETS_DIRECTORY, str(secrets))

    settings = load_settings(tmp_path)

    assert settings.key_pepper.get_secret_value() == "q3V9x1Zr7Lk0Wm5Tn8Yb2Hc6Jd4Fg-Ps"
    assert not settings.embedded_mongo
    found = told(tmp_path, {SECRETS_DIRECTORY: str(secrets)})
    assert found["key_pepper"].source == found["mongo_url"].source == "secret file"
