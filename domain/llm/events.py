"""What a model says while it is answering, in no vendor's words.

A stream is `Started`, then blocks, then exactly one of `Finished` or `Failed`; a stream that
never began is a lone `Failed`. Before either there may be `Sent`, more than once. Blocks are
numbered 0, 1, 2 … as they open; each delta lies between the opening and the closing of its
block; blocks may overlap (parallel tool calls). `UsageReported` is cumulative: the last one
counts. It comes before `Finished`. Where several answers were asked for, the others are told
`Beside` the first one, each with its blocks and its own `Finished`, before the first one's end.
`ReplyFold` refuses anything else, so a broken adapter fails in its own test.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from domain.llm.evidence import Citation, Likelihood
from domain.llm.prompt import Dropped, InlineData
from domain.llm.usage import Usage

StopReason = Literal[
    "end",
    "stop_sequence",
    "length",
    "context_length",
    "tool_use",
    "refusal",
    "pause",
    "continuation",
]
FailureKind = Literal[
    "bad_request",
    "unprocessable",
    "context_overflow",
    "content_policy",
    "unauthenticated",
    "no_credit",
    "forbidden",
    "unknown_model",
    "not_found",
    "conflict",
    "too_large",
    "rate_limited",
    "overloaded",
    "server",
    "timeout",
    "unreachable",
    "cut",
    "malformed",
]

Limits: TypeAlias = tuple[tuple[str, str], ...]
"""A vendor's headers about its limits, as they came; names are lower-case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What is known of the answer before the vendor says anything. `Started` tells it again."""

    dropped: tuple[Dropped, ...] = ()
    limits: Limits = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """`id` and `model` as the vendor gave them; `id` may be empty.

    `dropped` is what the vendor's format could not carry of the prompt, `limits` what the
    vendor says of its limits.
    """

    id: str
    model: str
    dropped: tuple[Dropped, ...] = ()
    limits: Limits = ()


@dataclass(frozen=True, slots=True)
class TextOpened:
    """`phase` as in `Text`."""

    index: int
    phase: str | None = None


@dataclass(frozen=True, slots=True)
class ThinkingOpened:
    index: int


@dataclass(frozen=True, slots=True)
class RefusalOpened:
    index: int


@dataclass(frozen=True, slots=True)
class RedactedThinkingOpened:
    """Comes whole: no deltas follow before its `BlockClosed`."""

    index: int
    data: str


@dataclass(frozen=True, slots=True)
class PictureOpened:
    """A picture that the model made. Comes whole: no deltas follow before its `BlockClosed`."""

    index: int
    image: InlineData


@dataclass(frozen=True, slots=True)
class SoundOpened:
    """`id` as in `Sound`."""

    index: int
    id: str | None = None


@dataclass(frozen=True, slots=True)
class ToolCallOpened:
    index: int
    id: str
    name: str
    custom: bool = False


@dataclass(frozen=True, slots=True)
class TextDelta:
    """Text of a text, thinking or refusal block, by the kind of the block at `index`.

    `logprobs` are those of the tokens in it; characters that wait for their other half may come
    after their tokens.
    """

    index: int
    text: str
    logprobs: tuple[Likelihood, ...] = ()


@dataclass(frozen=True, slots=True)
class SoundDelta:
    """A piece of sound, base64 by itself, of its words, or both; as in `Sound`."""

    index: int
    base64: str = ""
    media_type: str = ""
    transcript: str = ""
    expires_at: int | None = None


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation of the text block at `index`, which may be closed by now."""

    index: int
    citation: Citation


@dataclass(frozen=True, slots=True)
class SignatureDelta:
    """The seal of the thinking block, or of the text or tool call it led to, at `index`."""

    index: int
    signature: str


@dataclass(frozen=True, slots=True)
class ArgumentsDelta:
    """A piece of a tool call's arguments; it may be cut anywhere, even inside an escape."""

    index: int
    fragment: str


@dataclass(frozen=True, slots=True)
class BlockClosed:
    index: int


@dataclass(frozen=True, slots=True)
class UsageReported:
    usage: Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    reason: StopReason
    stop_sequence: str | None = None
    refusal: str | None = None


AnswerEvent: TypeAlias = (
    TextOpened
    | ThinkingOpened
    | RefusalOpened
    | RedactedThinkingOpened
    | PictureOpened
    | SoundOpened
    | ToolCallOpened
    | TextDelta
    | SoundDelta
    | Cited
    | SignatureDelta
    | ArgumentsDelta
    | BlockClosed
    | Finished
)
"""What an answer is made of, from its first word to its end."""


@dataclass(frozen=True, slots=True)
class Beside:
    """An event of another answer to the same prompt: `choice` counts from 1, the first is 0."""

    choice: int
    event: AnswerEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a model gave no (whole) answer. `message` is safe to show: no keys, no addresses.

    `param` is the member of the request that is to blame, where it is known. `retry` is the
    vendor's own word whether to ask again. `own_key`: it was asked with a key of the person's own.
    """

    kind: FailureKind
    message: str
    param: str | None = None
    retry_after_s: float | None = None
    retry: bool | None = None
    limits: Limits = ()
    own_key: bool = False


@dataclass(frozen=True, slots=True)
class Failed:
    failure: Failure


StreamEvent: TypeAlias = Sent | Started | AnswerEvent | Beside | UsageReported | Failed
