"""Prompts and answers of every kind, as hypothesis makes them up."""

from collections.abc import Iterator, Sequence

from hypothesis import strategies as st

from domain.json import write
from domain.llm.events import (
    ArgumentsDelta,
    BlockClosed,
    Cited,
    Finished,
    PictureOpened,
    RedactedThinkingOpened,
    RefusalOpened,
    SignatureDelta,
    SoundDelta,
    SoundOpened,
    Started,
    StopReason,
    StreamEvent,
    TextDelta,
    TextOpened,
    ThinkingOpened,
    ToolCallOpened,
    UsageReported,
)
from domain.llm.evidence import Citation, Likelihood
from domain.llm.prompt import (
    CacheMark,
    Image,
    InlineData,
    Part,
    RedactedThinking,
    Refusal,
    Text,
    Thinking,
    Tool,
    ToolCall,
    ToolResult,
    Turn,
)
from domain.llm.reply import ReplyPart
from domain.llm.sound import Sound
from domain.llm.usage import Usage

WORDS = ("", " ", "a", "data: [DONE]", '"\\', "\u2028", "😀é", "{}", "\n\n", "Error")
text = st.sampled_from(WORDS) | st.text(max_size=8)
said = text.filter(lambda word: bool(word.strip()))
ids = st.sampled_from(("a", "b", "c", "a.b", "", "x" * 90))
names = st.sampled_from(("f", "g", "f g", "n" * 80, "n" * 80 + "m"))
arguments = st.dictionaries(st.text(max_size=3), st.integers() | text, max_size=3).map(write)
raw_arguments = arguments | st.sampled_from(("", "{", "[1]", "null", '{"x":1e400}'))
images = st.just(Image(source=InlineData(media_type="image/png", base64="iVBORw0KGgo=")))
caches = st.none() | st.builds(CacheMark, ttl=st.sampled_from((None, "5m", "1h")))
texts = st.builds(Text, text=text, cache=caches)
results = st.builds(
    ToolResult,
    call_id=ids,
    content=st.lists(texts | images, max_size=2).map(tuple),
    is_error=st.booleans(),
    cache=caches,
)
calls = st.builds(ToolCall, id=ids, name=names, arguments=raw_arguments, custom=st.booleans())
thinking = st.builds(
    Thinking, text=text, signature=st.sampled_from((None, "S", "relay:none:", "T+/="))
) | st.builds(RedactedThinking, data=st.sampled_from(("D", "relay:x:y")))
user_parts: st.SearchStrategy[Part] = texts | images | results
assistant_parts: st.SearchStrategy[Part] = thinking | texts | calls


def _turn(role: str, parts: st.SearchStrategy[Part]) -> st.SearchStrategy[Turn]:
    return st.builds(Turn, role=st.just(role), parts=st.lists(parts, max_size=3).map(tuple))


turns = st.lists(
    _turn("user", user_parts)
    | _turn("assistant", assistant_parts)
    | _turn("system", texts)
    | _turn("developer", texts),
    max_size=6,
)
tools = st.lists(
    st.builds(Tool, name=names, custom=st.booleans(), cache=caches),
    max_size=3,
    unique_by=lambda tool: tool.name,
).map(tuple)


def exchanges() -> st.SearchStrategy[list[Turn]]:
    """Histories as they really grow: a user's turn, an assistant's, the results of its calls."""
    user = st.builds(
        Turn,
        role=st.sampled_from(("user", "user", "system")),
        parts=st.lists(st.builds(Text, text=said), min_size=1, max_size=2).map(tuple),
    )
    calls = st.builds(
        ToolCall,
        id=st.sampled_from(("a", "b", "c")),
        name=names,
        arguments=raw_arguments,
        custom=st.booleans(),
    )
    answer = st.builds(
        Turn,
        role=st.just("assistant"),
        parts=st.tuples(st.builds(Text, text=said)) | st.tuples(calls) | st.tuples(calls, calls),
    )
    return st.lists(st.tuples(user, answer), min_size=1, max_size=4).map(
        lambda pairs: [turn for pair in pairs for turn in _answered(*pair)]
    )


def _answered(asked: Turn, answer: Turn) -> Iterator[Turn]:
    yield asked
    yield answer
    called = [part.id for part in answer.parts if isinstance(part, ToolCall)]
    if called:
        found = (ToolResult(call_id=each, content=(Text(text="r"),)) for each in called)
        yield Turn(role="user", parts=tuple(found))


usages = st.builds(
    Usage,
    input_uncached=st.integers(0, 99),
    cache_read=st.integers(0, 99),
    cache_write_5m=st.integers(0, 99),
    output=st.integers(10, 99),
    reasoning=st.integers(0, 9),
    input_audio=st.integers(0, 9),
)
reply_calls = st.builds(ToolCall, id=st.sampled_from("pqr"), name=names, arguments=arguments)
reply_parts: st.SearchStrategy[ReplyPart] = (
    st.builds(Text, text=said)
    | st.builds(Thinking, text=said, signature=st.sampled_from(("S", "T+/=")))
    | reply_calls
)
likelihoods = st.builds(
    Likelihood,
    token=st.text(max_size=2),
    logprob=st.sampled_from((-0.5, -2.0, 0.0)),
    bytes=st.just((65,)),
    others=st.lists(
        st.builds(Likelihood, token=text, logprob=st.just(-3.5), bytes=st.just((66,))), max_size=2
    ).map(tuple),
)


def _cited(url: str, one: int, other: int) -> Citation:
    start, end = sorted((one, other))
    return Citation(url=url, title=f"On {url}", start=start, end=end + 1)


@st.composite
def backed_texts(draw: st.DrawFn) -> Text:
    """Said after a search, each stretch with the pages that back it."""
    words = draw(said)
    edges = st.integers(0, len(words) - 1)
    citations = st.builds(
        _cited, st.sampled_from(("https://e.x/a", "https://e.x/b?q=é")), edges, edges
    )
    return Text(
        text=words,
        phase=draw(st.sampled_from((None, "commentary", "final_answer"))),
        citations=tuple(draw(st.lists(citations, max_size=3))),
        logprobs=tuple(draw(st.lists(likelihoods, max_size=3))),
    )


replies = st.lists(reply_parts, max_size=4, unique_by=lambda part: getattr(part, "id", part))


def events_of(
    parts: Sequence[ReplyPart],
    usage: Usage,
    *,
    cut: int = 3,
    reason: StopReason | None = None,
) -> Iterator[StreamEvent]:
    """The stream of a whole answer, its text cut into pieces."""
    yield Started(id="up", model="upstream")
    for index, part in enumerate(parts):
        match part:
            case Text():
                yield from _said(index, part, cut)
            case Thinking():
                yield from _thought(index, part, cut)
            case RedactedThinking(data=data):
                yield RedactedThinkingOpened(index, data)
            case Refusal(text=words):
                yield RefusalOpened(index)
                yield from (TextDelta(index, piece) for piece in pieces(words, cut))
            case Image():
                assert isinstance(part.source, InlineData)
                yield PictureOpened(index, part.source)
            case Sound() | ToolCall():
                yield from _made(index, part, cut)
        yield BlockClosed(index)
    yield UsageReported(usage)
    called = any(isinstance(part, ToolCall) for part in parts)
    yield Finished(reason=reason or ("tool_use" if called else "end"))


def _said(index: int, part: Text, cut: int) -> Iterator[StreamEvent]:
    yield TextOpened(index, part.phase)
    if part.logprobs:
        yield TextDelta(index, "", part.logprobs)
    yield from (TextDelta(index, piece) for piece in pieces(part.text, cut))
    yield from (Cited(index, citation) for citation in part.citations)


def _thought(index: int, part: Thinking, cut: int) -> Iterator[StreamEvent]:
    yield ThinkingOpened(index)
    yield from (TextDelta(index, piece) for piece in pieces(part.text, cut))
    if part.signature:
        yield SignatureDelta(index, part.signature)


def _made(index: int, part: Sound | ToolCall, cut: int) -> Iterator[StreamEvent]:
    if isinstance(part, Sound):
        yield from _sounded(index, part, cut)
        return
    yield ToolCallOpened(index, part.id, part.name, part.custom)
    yield from (ArgumentsDelta(index, piece) for piece in pieces(part.arguments, cut))


def _sounded(index: int, part: Sound, cut: int) -> Iterator[StreamEvent]:
    yield SoundOpened(index, part.id)
    yield SoundDelta(index, part.base64, part.media_type)
    yield from (SoundDelta(index, transcript=piece) for piece in pieces(part.transcript, cut))
    yield SoundDelta(index, expires_at=part.expires_at)


def pieces(words: str, size: int) -> list[str]:
    return [words[start : start + size] for start in range(0, len(words), size)]
