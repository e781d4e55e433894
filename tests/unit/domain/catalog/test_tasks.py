from dataclasses import replace

import pytest

from domain.catalog.models import Catalog, Model
from domain.errors import Invalid, NotFound
from domain.llm.tasks import CHAT, TASKS, Task, possible_tasks, tasks_of
from domain.transactions.money import NanoUsd
from domain.transactions.price import MediaRates, Price


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
        ("gpt-3.5-turbo-instruct", "openai", "completions"),
        ("davinci-002", "openai", "completions"),
        ("babbage-002", "openai", "completions"),
        ("smollm2-135m-instruct", "openai_compatible", "chat"),
        ("gpt-3.5-turbo", "openai", "chat"),
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


def a_price(*, input: int = 0, output: int = 0, media: MediaRates | None = None) -> Price:
    return Price(
        input=NanoUsd(input),
        output=NanoUsd(output),
        cache_read=NanoUsd(0),
        cache_write_5m=NanoUsd(0),
        cache_write_1h=NanoUsd(0),
        source="test",
        media=media or MediaRates(),
    )


IN = a_price(input=1)
OUT = a_price(output=1)
IMAGE = a_price(media=MediaRates(image=NanoUsd(1)))
DRAWN = a_price(media=MediaRates(output_image=NanoUsd(1)))
CHARACTERS = a_price(media=MediaRates(characters=NanoUsd(1)))
HOUR = a_price(media=MediaRates(audio_hour=NanoUsd(1)))
HEARD = a_price(media=MediaRates(input_audio=NanoUsd(1)))
PRICED: list[tuple[Task, set[str]]] = [
    ("chat", {"in", "out"}),
    ("completions", {"in", "out"}),
    ("embeddings", {"in", "out"}),
    ("moderations", {"in", "out"}),
    ("images", {"out", "image", "drawn"}),
    ("speech", {"out", "characters"}),
    ("transcriptions", {"in", "hour", "heard"}),
]
PRICES = {
    "in": IN,
    "out": OUT,
    "image": IMAGE,
    "drawn": DRAWN,
    "characters": CHARACTERS,
    "hour": HOUR,
    "heard": HEARD,
}


@pytest.mark.parametrize(("task", "good"), PRICED)
def test_a_price_must_say_what_such_calls_are_counted_in(task: Task, good: set[str]) -> None:
    model = a_model("m", task)

    found = {
        name
        for name, price in PRICES.items()
        if replace(model, price=price).price_for(task) is not None
    }

    assert found == good
    assert model.price_for(task) is None
    assert replace(model, price=a_price()).price_for(task) == a_price()
