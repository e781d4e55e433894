import pytest

from domain.catalog.models import Catalog, Model
from domain.catalog.tasks import CHAT, TASKS, Task, possible_tasks, tasks_of
from domain.errors import Invalid, NotFound


@pytest.mark.parametrize(
    ("upstream", "kind", "task"),
    [
        ("gpt-5.5", "openai", "chat"),
        ("text-embedding-3-small", "openai", "embeddings"),
        ("nomic-embed-text", "openai_compatible", "embeddings"),
        ("BAAI/bge-m3", "openai_compatible", "embeddings"),
        ("gemini-embedding-001", "google", "embeddings"),
        ("gemini-3-pro", "google", "chat"),
        ("claude-embed", "anthropic", "chat"),
        ("gpt-image-1", "openai", "images"),
        ("dall-e-3", "openai", "images"),
        ("gpt-4o-mini-tts", "openai", "speech"),
        ("tts-1-hd", "openai", "speech"),
        ("gpt-4o-transcribe", "openai", "transcriptions"),
        ("whisper-1", "openai", "transcriptions"),
        ("whisper-large", "google", "chat"),
        ("omni-moderation-latest", "openai", "moderations"),
        ("text-moderation-latest", "openai", "moderations"),
    ],
)
def test_a_name_tells_what_a_model_is_for(upstream: str, kind: str, task: Task) -> None:
    assert tasks_of(upstream, kind) == (task,)


@pytest.mark.parametrize(
    ("kind", "possible"),
    [
        ("openai", TASKS),
        ("openai_compatible", TASKS),
        ("anthropic", CHAT),
        ("google", ("chat", "embeddings")),
    ],
)
def test_a_provider_can_be_asked_what_its_kind_knows(kind: str, possible: tuple[Task, ...]) -> None:
    assert possible_tasks(kind) == possible


def a_model(name: str, *tasks: Task, default: bool = False) -> Model:
    return Model(
        name=name,
        label=name,
        provider="p",
        kind="openai",
        upstream=name,
        tasks=tasks,
        is_default=default,
    )


CATALOG = Catalog(
    models=(a_model("e", "embeddings"), a_model("c", "chat"), a_model("b", "chat", "embeddings"))
)


def test_a_model_answers_what_it_is_for() -> None:
    assert CATALOG.find("b", task="chat").name == "b"
    assert CATALOG.find("b", task="embeddings").name == "b"
    assert CATALOG.find("e").name == "e"
    with pytest.raises(Invalid, match="the model 'e' is for embeddings, not for chat"):
        CATALOG.find("e", task="chat")
    with pytest.raises(Invalid, match="the model 'b' is for chat and embeddings, not for images"):
        CATALOG.find("b", task="images")


def test_the_part_that_answers_a_kind_of_call() -> None:
    assert [each.name for each in CATALOG.answering("embeddings").models] == ["e", "b"]


def test_the_default_is_a_model_for_chat() -> None:
    assert CATALOG.default.name == "c"
    assert Catalog(models=(*CATALOG.models, a_model("d", "chat", default=True))).default.name == "d"
    with pytest.raises(NotFound):
        _ = Catalog(models=(a_model("e", "embeddings"),)).default
