from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from entrypoints.problems import Problem
from entrypoints.settings import Settings, load_settings

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


def test_the_example_documents_every_setting() -> None:
    example = (ROOT / "parley.toml.example").read_text()

    assert [name for name in Settings.model_fields if name not in example] == []
