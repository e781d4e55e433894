import re
from collections.abc import Callable
from functools import partial

import pytest

from domain.errors import Invalid
from domain.formats.anthropic_messages import request as messages
from domain.formats.camel_names import camelled
from domain.formats.encoded import EncodedRequest
from domain.formats.gemini import request as gemini
from domain.formats.openai_chat import request as chat
from domain.formats.openai_responses import request as responses
from domain.json import JsonObject
from domain.llm.capability_table import capabilities_of
from domain.llm.prompt import Dropped, Prompt
from tests.unit.domain.formats.golden import ABSENT, at, cases, obj, text, texts
from tests.unit.domain.formats.lanes import LANES, sent
from tests.unit.domain.formats.validators import (
    assert_anthropic_takes,
    assert_gemini_takes,
    assert_openai_takes,
    assert_responses_takes,
)

TAKES: dict[str, Callable[[JsonObject], None]] = {
    "chat": assert_openai_takes,
    "compatible": partial(assert_openai_takes, compatible=True),
    "messages": assert_anthropic_takes,
    "responses": assert_responses_takes,
    "compatible_responses": assert_responses_takes,
    "gemini": assert_gemini_takes,
}


def decoded(lane: str, body: JsonObject) -> tuple[Prompt, tuple[Dropped, ...]]:
    source, _, _ = lane.partition(">")
    match source:
        case "chat":
            asked = chat.decode_request(body)
            return asked.prompt, asked.dropped
        case "responses":
            wanted = responses.decode_request(body)
            return wanted.prompt, wanted.dropped
        case "gemini":
            generate = gemini.decode_request(body, model="m", stream=False)
            return generate.prompt, generate.dropped
        case _:
            found = messages.decode_request(body)
            return found.prompt, found.dropped


def encoded(lane: str, prompt: Prompt, model: str) -> EncodedRequest:
    _, _, target = lane.partition(">")
    kind = {"messages": "anthropic", "gemini": "google"}.get(target, "openai")
    capabilities = capabilities_of(model, kind)
    if target == "messages":
        return messages.encode_request(prompt, model=model, capabilities=capabilities, stream=False)
    if target == "gemini":
        return gemini.encode_request(prompt, model=model, capabilities=capabilities)
    dialect: chat.OpenAiDialect = "compatible" if target.startswith("compatible") else "openai"
    if target.endswith("responses"):
        return responses.encode_request(
            prompt, model=model, capabilities=capabilities, stream=False, dialect=dialect
        )
    return chat.encode_request(
        prompt, model=model, capabilities=capabilities, stream=False, dialect=dialect
    )


CASES = [
    *cases("requests_chat_to_messages"),
    *cases("requests_messages_to_chat"),
    *cases("requests_messages_to_messages"),
    *cases("requests_chat_to_chat"),
    *cases("requests_chat_to_gemini"),
    *cases("requests_chat_to_responses"),
    *cases("requests_messages_to_responses"),
    *cases("requests_responses_to_chat"),
    *cases("requests_responses_to_messages"),
    *cases("requests_responses_to_responses"),
    *cases("requests_to_compatible_responses"),
    *cases("requests_gemini_to_chat"),
    *cases("requests_gemini_to_messages"),
    *cases("requests_gemini_to_responses"),
    *cases("requests_gemini_to_gemini"),
    *cases("requests_messages_to_gemini"),
]


@pytest.mark.parametrize("case", CASES)
def test_a_request_says_the_same_in_other_words(case: JsonObject) -> None:
    lane, model = text(case, "lane"), text(case, "model")
    if "error" in case:
        with pytest.raises(Invalid) as refused:
            encoded(lane, decoded(lane, obj(case, "input"))[0], model)
        assert text(case, "error") in str(refused.value)
        return

    prompt, lost = decoded(lane, obj(case, "input"))
    found = encoded(lane, prompt, model)

    TAKES[lane.partition(">")[2]](found.body)
    expected = obj(case, "has")
    assert {path: at(found.body, path) for path in expected} == expected
    absent = texts(case, "lacks")
    assert {path: at(found.body, path) for path in absent} == dict.fromkeys(absent, ABSENT)
    reported = {each.path for each in (*lost, *found.dropped)}
    assert reported >= set(texts(case, "dropped"))


@pytest.mark.parametrize("case", CASES)
def test_what_is_dropped_stands_where_the_client_put_it(case: JsonObject) -> None:
    lane, body = text(case, "lane"), obj(case, "input")
    if "error" in case:
        return

    prompt, lost = decoded(lane, body)
    found = [*lost]
    for target, model in LANES:
        try:
            found += sent(target, prompt, model).dropped
        except Invalid as refused:
            # What cannot be sent is named too, wherever it is one thing that is to blame.
            found += [Dropped(path=refused.path, reason="")] if refused.path else []

    given = camelled(body) if lane.startswith("gemini") else body
    for each in found:
        assert at(given, re.sub(r"\[(\d+)\]", r".\1", each.path)) != ABSENT, each
