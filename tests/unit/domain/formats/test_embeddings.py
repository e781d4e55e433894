import base64
import json
import struct

import pytest

from domain.errors import Invalid
from domain.formats.openai_embeddings.reply import decode_reply, encode_reply
from domain.formats.openai_embeddings.request import INPUTS_MAX, decode_request, encode_request
from domain.json import Json, JsonObject, write
from domain.json import read as read_json
from domain.llm.embedding import EmbeddingInput, EmbeddingRequest, Vector
from domain.llm.usage import Usage

REQUESTS: list[tuple[dict[str, Json], EmbeddingRequest]] = [
    ({"input": "hi"}, EmbeddingRequest(inputs=("hi",))),
    ({"input": ["hi", "ho"]}, EmbeddingRequest(inputs=("hi", "ho"))),
    ({"input": [[7, 8]]}, EmbeddingRequest(inputs=((7, 8),))),
    ({"input": [[7], [8]], "dimensions": 4}, EmbeddingRequest(inputs=((7,), (8,)), dimensions=4)),
    (
        {"input": "hi", "encoding_format": "base64", "user": "u", "vendor": {"deep": [1]}},
        EmbeddingRequest(inputs=("hi",), packed=True, user="u", extra={"vendor": {"deep": [1]}}),
    ),
]


@pytest.mark.parametrize(("body", "asked"), REQUESTS)
def test_a_request_is_read_and_written(body: dict[str, Json], asked: EmbeddingRequest) -> None:
    whole = {"model": "m", "encoding_format": "float", **body}

    read = decode_request(whole)

    assert (read.model, read.asked) == ("m", asked)
    assert read.base64 == (whole["encoding_format"] == "base64")
    assert read_json(write(encode_request(asked, model="m", packed=True).body)) == whole


@pytest.mark.parametrize(
    ("given", "inputs"),
    [([7, 8], ((7, 8),)), (["hi"], ("hi",)), ("\ud83d\ude00", ("😀",)), ("\ud83d", ("\ufffd",))],
)
def test_the_shorter_ways_to_say_an_input(given: Json, inputs: tuple[EmbeddingInput, ...]) -> None:
    assert decode_request({"model": "m", "input": given}).asked.inputs == inputs


WRONG: list[tuple[JsonObject, str]] = [
    ({"model": "m"}, "input: is missing"),
    ({"input": "hi"}, "model: is missing"),
    ({"model": "m", "input": []}, "input: is empty"),
    ({"model": "m", "input": [[]]}, r"input\[0\]: is empty"),
    ({"model": "m", "input": {}}, "input: must be"),
    ({"model": "m", "input": 7}, "input: must be"),
    ({"model": "m", "input": [None]}, r"input\[0\]: must be a text"),
    ({"model": "m", "input": ["a", 7]}, r"input\[1\]: must be a text"),
    ({"model": "m", "input": ["a", [7]]}, "input: must be all texts or all tokens"),
    ({"model": "m", "input": [7, "a"]}, r"input\[1\]: must be a token"),
    ({"model": "m", "input": [7.5]}, r"input\[0\]: must be a token"),
    ({"model": "m", "input": [-1]}, r"input\[0\]: must be a token"),
    ({"model": "m", "input": [[True]]}, r"input\[0\]\[0\]: must be a token"),
    ({"model": "m", "input": "a", "dimensions": 0}, "dimensions: must be at least 1"),
    ({"model": "m", "input": "a", "encoding_format": "hex"}, "'hex' is neither"),
    ({"model": "m", "input": "a", "stream": True}, "stream: embeddings come whole"),
    ({"model": "m", "input": ["a"] * (INPUTS_MAX + 1)}, "2,049 entries"),
]


@pytest.mark.parametrize(("body", "complaint"), WRONG)
def test_a_wrong_request_is_refused_with_its_place(body: JsonObject, complaint: str) -> None:
    with pytest.raises(Invalid, match=complaint):
        decode_request(body)


VECTORS = (Vector.of((0.1, -2.0)), Vector.of((1.0, 0.0)))


def test_an_answer_is_written_as_numbers() -> None:
    told = encode_reply(VECTORS, model="m", usage=Usage(input_uncached=3), packed=False)

    assert json.loads(json.dumps(told)) == {
        "object": "list",
        "data": [
            {"object": "embedding", "index": 0, "embedding": [0.1, -2.0]},
            {"object": "embedding", "index": 1, "embedding": [1.0, 0.0]},
        ],
        "model": "m",
        "usage": {"prompt_tokens": 3, "total_tokens": 3},
    }


def test_an_answer_is_written_as_little_endian_float32() -> None:
    told = encode_reply(VECTORS, model="m", usage=Usage(), packed=True)

    rows = json.loads(json.dumps(told))["data"]
    assert base64.b64decode(rows[0]["embedding"]) == struct.pack("<2f", 0.1, -2.0)


@pytest.mark.parametrize("packed", [False, True])
def test_what_is_written_is_read(packed: bool) -> None:
    told = encode_reply(VECTORS, model="m", usage=Usage(input_uncached=3), packed=packed)

    vectors, tokens = decode_reply(json.dumps(told).encode(), inputs=2)

    assert tokens == 3
    assert [each.float32 for each in vectors] == [each.float32 for each in VECTORS]


def rows(*given: object) -> bytes:
    return json.dumps({"data": given}).encode()


def test_vectors_come_in_the_order_of_their_places() -> None:
    raw = rows({"index": 1, "embedding": [1]}, {"index": 0, "embedding": [2]})

    vectors, tokens = decode_reply(raw, inputs=2)

    assert [each.values for each in vectors] == [(2.0,), (1.0,)]
    assert tokens is None


@pytest.mark.parametrize(
    "raw",
    [
        rows(),
        rows({"embedding": [1]}, {"embedding": [1]}),
        rows({"index": 1, "embedding": [1]}),
        rows({"embedding": []}),
        rows({"embedding": None}),
        rows({"embedding": ["1"]}),
        rows({"embedding": "no base64!"}),
        rows({"embedding": "AAAA"}),
        rows({"embedding": [10**400]}),
        rows({"embedding": [1e300]}),
        b'{"data":[{"embedding":[NaN]}]}',
        b'{"data":7}',
    ],
    ids=range(12),
)
def test_an_answer_that_is_none_is_refused(raw: bytes) -> None:
    with pytest.raises(Invalid):
        decode_reply(raw, inputs=1)
