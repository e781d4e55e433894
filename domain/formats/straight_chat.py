"""Chat requests of the usual kind, straight to Anthropic's words, with no prompt between.

Most requests are made of few things: text, function tools, calls with their results. For these
one walk over the body says what the two codecs would say after one another (`openai_chat`, then
`anthropic_messages`), at a tenth of the work. Whatever else there is in a body makes it unusual:
then `straight_chat` returns `None`, and the codecs read it. A law tells that both say the same.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from typing_extensions import override

from domain.formats.encoded import EncodedRequest
from domain.formats.openai_chat.request import decode_request
from domain.formats.straight_messages import Block, StraightMessages, Unusual
from domain.formats.usual_tools import UsualTools
from domain.json import Json, JsonObject
from domain.llm.capabilities import Capabilities
from domain.llm.prompt import Dropped, Prompt
from domain.llm.unread import Unread

_KEYS: Final = frozenset(
    {
        "model",
        "messages",
        "max_tokens",
        "max_completion_tokens",
        "temperature",
        "stream",
        "stream_options",
        "tools",
        "tool_choice",
    }
)
_CHOICES: Final = frozenset({"auto", "none"})
_MAX_TOKENS: Final = 32_000
_HOTTEST: Final = 1.0
_UNTAKEN: Final = (Dropped(path="temperature", reason="the model does not take it"),)
_TOO_HOT: Final = (Dropped(path="temperature", reason=f"the model takes {_HOTTEST:g} at most"),)
_LEAST_MAX: Final = 2**31
ReadTools = Callable[[Json], UsualTools | None]
"""A request's list of tools; `None` for one with other than function tools."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StraightChat(Unread[Prompt]):
    """A body as far as it hangs on no model. `tokens` are those of its input, as we estimate."""

    body: JsonObject
    system: Sequence[Block]
    messages: Sequence[JsonObject]
    tools: UsualTools | None
    tokens: int
    max_output_tokens: int | None
    walked: StraightMessages

    @property
    @override
    def input_tokens(self) -> int:
        return self.tokens

    @property
    @override
    def calls_tools(self) -> bool:
        return self.walked.calls

    @override
    def bare_keys(self) -> tuple[str, ...]:
        return self.walked.bare_keys()

    @property
    @override
    def offers_tools(self) -> bool:
        return self.tools is not None

    def unread(self) -> Prompt:
        """A prompt of it, to be read by whoever cannot be told straight."""
        return Prompt(turns=(), max_output_tokens=self.max_output_tokens, unread=self)

    @override
    def prompt(self) -> Prompt:
        return decode_request(self.body).prompt

    def to_messages(
        self, model: str, capabilities: Capabilities, *, stream: bool
    ) -> EncodedRequest | None:
        """In Anthropic's words; `None` where the model asks for what only the codecs know."""
        most = capabilities.max_output_tokens
        wanted = self.max_output_tokens or min(most or _MAX_TOKENS, _MAX_TOKENS)
        if most is not None and wanted > most:
            return None
        body: Block = {"model": model, "max_tokens": wanted}
        if self.system:
            body["system"] = self.system
        if self.tools is not None:
            body["tools"] = self.tools.blocks
            choice = self.body.get("tool_choice")
            if choice is not None:
                body["tool_choice"] = {"type": choice}
        dropped = self._write_temperature(body, capabilities)
        body["messages"] = self.messages
        if stream:
            body["stream"] = True
        return EncodedRequest(body=body, dropped=dropped)

    def _write_temperature(self, body: Block, capabilities: Capabilities) -> tuple[Dropped, ...]:
        """Return what is lost of it."""
        temperature = self.body.get("temperature")
        if temperature is None:
            return ()
        assert isinstance(temperature, int | float)
        if not capabilities.sampling:
            return _UNTAKEN
        body["temperature"] = min(float(temperature), _HOTTEST)
        return _TOO_HOT if temperature > _HOTTEST else ()


def straight_chat(body: JsonObject, *, read_tools: ReadTools) -> StraightChat | None:
    """`None` for what is unusual, which may be wrong too."""
    try:
        return _read(body, read_tools)
    except (Unusual, UnicodeEncodeError):
        return None


def _read(body: JsonObject, read_tools: ReadTools) -> StraightChat:
    if not body.keys() <= _KEYS or None in body.values():
        raise Unusual
    _check_options(body)
    tools = None
    if "tools" in body:
        tools = read_tools(body["tools"])
        if tools is None:
            raise Unusual
    elif "tool_choice" in body:
        raise Unusual
    reading = StraightMessages()
    reading.read(body.get("messages"))
    if reading.calls and tools is None:
        raise Unusual
    return StraightChat(
        body=body,
        system=reading.system,
        messages=reading.messages,
        tools=tools,
        tokens=reading.tokens + (0 if tools is None else tools.tokens),
        max_output_tokens=_max_output(body),
        walked=reading,
    )


def _check_options(body: JsonObject) -> None:
    if type(body.get("model")) is not str or type(body.get("stream", False)) is not bool:
        raise Unusual
    choice = body.get("tool_choice", "auto")
    if not isinstance(choice, str) or choice not in _CHOICES:
        raise Unusual
    temperature = body.get("temperature", 0)
    if type(temperature) not in {int, float} or not 0 <= temperature <= 2:  # type: ignore[operator] # noqa: PLR2004
        raise Unusual
    options = body.get("stream_options", {})
    if not isinstance(options, dict) or not options.keys() <= {"include_usage"}:
        raise Unusual
    if type(options.get("include_usage", False)) is not bool:
        raise Unusual


def _max_output(body: JsonObject) -> int | None:
    newer, older = body.get("max_completion_tokens"), body.get("max_tokens")
    found = older if newer is None else newer
    for each in (newer, older):
        if each is not None and (type(each) is not int or not 1 <= each <= _LEAST_MAX):
            raise Unusual
    assert found is None or isinstance(found, int)
    return found
