"""What a model is asked, in no vendor's words.

Every wire format decodes to a `Prompt` and is encoded from one. System and developer text
stays where it stood among the turns, since models bind signatures and caches to the exact
prefix (conversion reference 0.2, A1).

A `path` tells where something stood in the client's own body, such as `messages[0].content[1]`,
for words about it; empty where nobody knows. It is no part of what is said: two parts with
other paths are equal.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from domain.json import JsonObject
from domain.llm.evidence import Citation, Likelihood
from domain.llm.namespace import Namespace
from domain.llm.sound import Sound, Speech
from domain.llm.unread import Unread

CHOICES_MAX: Final = 128
"""How many answers one request may ask for."""
_PATH: Final = ""
Role = Literal["system", "developer", "user", "assistant"]
Effort = Literal["none", "minimal", "low", "medium", "high", "xhigh", "max"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CacheMark:
    """Cache the prompt up to here (Anthropic `cache_control`)."""

    ttl: Literal["5m", "1h"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """`signature` is the vendor's seal of the reasoning that led to the text (Gemini).

    `phase` is what the text is in its answer: `commentary` or `final_answer` (OpenAI Responses).
    Citations and likelihoods are an answer's; nobody takes them back.
    """

    text: str
    cache: CacheMark | None = None
    signature: str | None = None
    phase: str | None = None
    citations: tuple[Citation, ...] = ()
    logprobs: tuple[Likelihood, ...] = ()
    path: str = field(default=_PATH, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class InlineData:
    """Base64 without line breaks, and its media type, such as `image/png`."""

    media_type: str
    base64: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WebAddress:
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorFile:
    """A file that the vendor keeps for the caller, by the vendor's id."""

    id: str


MediaSource: TypeAlias = InlineData | WebAddress | VendorFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    source: MediaSource
    detail: str | None = None
    cache: CacheMark | None = None
    path: str = field(default=_PATH, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """`context` is what the client says about it; `cited`: its places shall be told (Anthropic)."""

    source: MediaSource
    title: str | None = None
    context: str | None = None
    cited: bool = False
    cache: CacheMark | None = None
    path: str = field(default=_PATH, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Audio:
    source: InlineData
    path: str = field(default=_PATH, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCall:
    """`arguments` is the text as the model wrote it: JSON, or raw text for a custom tool.

    `signature` is the vendor's seal of the reasoning that led to the call (Gemini).
    """

    id: str
    name: str
    arguments: str
    custom: bool = False
    cache: CacheMark | None = None
    signature: str | None = None
    path: str = field(default=_PATH, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolResult:
    call_id: str
    content: "tuple[Text | Image | Document, ...]" = ()
    is_error: bool = False
    cache: CacheMark | None = None
    path: str = field(default=_PATH, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thinking:
    """Visible reasoning; `signature` is the vendor's seal, replayed byte for byte or not at all."""

    text: str
    signature: str | None = None
    path: str = field(default=_PATH, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactedThinking:
    """Reasoning that only its vendor can read."""

    data: str
    path: str = field(default=_PATH, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    text: str
    path: str = field(default=_PATH, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownPart:
    """A part of a kind that we do not know, as it came; lost when the format changes.

    An `essential` one may not be lost: what is left would mean something else.
    """

    format: str
    value: JsonObject
    essential: bool = False
    path: str = field(default=_PATH, compare=False, repr=False)


Part: TypeAlias = (
    Text
    | Image
    | Document
    | Audio
    | Sound
    | ToolCall
    | ToolResult
    | Thinking
    | RedactedThinking
    | Refusal
    | UnknownPart
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Tool results are parts of a user turn."""

    role: Role
    parts: tuple[Part, ...]
    name: str | None = None
    path: str = field(default=_PATH, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A function with a JSON Schema, or (`grammar` set or `custom`) a free-text tool.

    `name` is unique in a prompt, also where a `namespace` tells the tool from another.
    """

    name: str
    description: str | None = None
    parameters: JsonObject | None = None
    strict: bool | None = None
    custom: bool = False
    grammar: JsonObject | None = None
    cache: CacheMark | None = None
    namespace: Namespace | None = None
    path: str = field(default=_PATH, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class HostedTool:
    """A tool that the vendor runs itself, as it came; only its own vendor understands it."""

    format: str
    value: JsonObject
    path: str = field(default=_PATH, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolChoice:
    """`named` needs `name`; `required` is "at least one".

    `hosted` is one of the vendor's own tools, as it came; only its own vendor understands it.
    """

    mode: Literal["auto", "none", "required", "named", "hosted"]
    name: str | None = None
    hosted: JsonObject | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFormat:
    """`json` asks for any JSON object; `schema` for one that follows `schema`."""

    kind: Literal["json", "schema"]
    name: str | None = None
    description: str | None = None
    schema: JsonObject | None = None
    strict: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasoning:
    """How hard to think. `budget_tokens` wins where a vendor counts; `visible` asks to see it."""

    effort: Effort | None = None
    budget_tokens: int | None = None
    visible: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """`unread` stands for the turns and tools, of which there are none then: see `read`.

    `choices` is how many answers are wanted, at most `CHOICES_MAX`.

    `cache_key` and `metadata` are OpenAI's; so is `verbosity`: low, medium or high.

    `paths` leads from our names of these fields to the client's, where they differ.

    `logprobs` asks how likely each token was, beside so many others; `None` does not ask.
    """

    turns: tuple[Turn, ...]
    tools: tuple[Tool | HostedTool, ...] = ()
    choices: int = 1
    tool_choice: ToolChoice | None = None
    parallel_tool_calls: bool | None = None
    max_output_tokens: int | None = None
    temperature: float | None = None
    top_p: float | None = None
    top_k: int | None = None
    stop: tuple[str, ...] = ()
    seed: int | None = None
    presence_penalty: float | None = None
    frequency_penalty: float | None = None
    logprobs: int | None = None
    reasoning: Reasoning | None = None
    answer_format: AnswerFormat | None = None
    verbosity: str | None = None
    speech: Speech | None = None
    user: str | None = None
    service_tier: str | None = None
    cache_key: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict[str, str])
    paths: Mapping[str, str] = field(default_factory=dict[str, str], compare=False, repr=False)
    unread: Unread["Prompt"] | None = None

    def read(self) -> "Prompt":
        """With all of its turns and tools."""
        return self if self.unread is None else self.unread.prompt()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """What a conversion could not carry: where it stood, and why it was left out.

    `path` is in the client's own words wherever the client had words for it.
    """

    path: str
    reason: str
