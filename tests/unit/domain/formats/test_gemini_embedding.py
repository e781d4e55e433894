"""What Google's clients ask for vectors, read and told to Google again."""

from hypothesis import given
from hypothesis import strategies as st

from domain.formats.gemini.embedding import decode_reply, encode_request
from domain.formats.gemini.embedding_serving import decode_request, encode_reply
from domain.json import JsonObject, write
from domain.llm.embedding import EmbeddingRequest, Vector
from domain.llm.usage import Usage

texts = st.text(min_size=1, max_size=9).filter(lambda text: text == text.strip("\ud800"))
asked = st.lists(texts, min_size=1, max_size=5).flatmap(
    lambda inputs: st.builds(
        EmbeddingRequest,
        inputs=st.just(tuple(inputs)),
        dimensions=st.none() | st.integers(1, 4_000),
        purpose=st.none() | st.sampled_from(("CLUSTERING", "RETRIEVAL_QUERY")),
        titles=st.just(()) | st.tuples(*(texts for _ in inputs)),
    )
)


@given(asked)
def test_a_request_comes_back_as_it_was_told(asked: EmbeddingRequest) -> None:
    body = encode_request(asked, asked.inputs, model="models/m").body

    read, dropped = decode_request(body, many=len(asked.inputs) > 1)

    assert read == asked
    assert dropped == ()


@given(
    st.lists(st.lists(st.floats(-1, 1), min_size=1, max_size=4), min_size=1, max_size=4),
    st.none() | st.integers(1, 99),
)
def test_an_answer_comes_back_as_it_was_told(rows: list[list[float]], tokens: int | None) -> None:
    vectors = tuple(Vector.of(row) for row in rows)
    usage = Usage(input_uncached=tokens or 5, estimated=tokens is None)

    told = write(encode_reply(vectors, usage=usage, many=len(rows) > 1))

    assert decode_reply(told.encode(), inputs=len(rows)) == (vectors, tokens)


def test_names_of_either_way_and_no_purpose_are_read() -> None:
    body: JsonObject = {
        "content": {"parts": [{"text": "a"}, {"text": "b"}]},
        "output_dimensionality": 3,
        "task_type": "TASK_TYPE_UNSPECIFIED",
        "embed_content_config": {"x": 1},
    }

    read, dropped = decode_request(body, many=False)

    assert read == EmbeddingRequest(inputs=("ab",), dimensions=3)
    assert [each.path for each in dropped] == ["embedContentConfig"]
