"""OpenAI Responses requests, both ways (conversion A)."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.errors import Invalid
from domain.formats.encoded import Losses
from domain.formats.openai_responses.envelope import Envelope, echo_of
from domain.formats.openai_responses.options_reading import ENCRYPTED, read_prompt
from domain.formats.openai_responses.options_writing import encode_request
from domain.formats.openai_responses.tools_reading import read_tools
from domain.formats.reading import At
from domain.json import JsonObject
from domain.llm.namespace import Namespace
from domain.llm.prompt import Dropped, Prompt

__all__ = ["ResponsesRequest", "decode_request", "encode_request"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsesRequest:
    """What was asked, and what its answer has to repeat of it.

    `prompt` holds nothing of the answer that `previous_response_id` names: whoever keeps
    answers puts its items before the `input`. `include_usage` is what chat clients ask that
    send such a body to the endpoint of chat completions.
    """

    model: str
    prompt: Prompt
    stream: bool
    include_usage: bool
    store: bool
    previous_response_id: str | None
    encrypted: bool
    namespaces: Mapping[str, Namespace]
    echo: JsonObject
    dropped: tuple[Dropped, ...] = ()

    def envelope(self, *, id: str, created: int) -> Envelope:
        return Envelope(
            id=id,
            created=created,
            model=self.model,
            echo=self.echo,
            namespaces=self.namespaces,
            encrypted=self.encrypted,
        )


def decode_request(body: JsonObject, *, earlier: int = 0) -> ResponsesRequest:
    """The first `earlier` items of its input are not the client's: they were kept for it.

    Raises `Invalid`, naming the path of what is wrong.
    """
    at, losses = At(body), Losses()
    tools = read_tools(at)
    prompt = read_prompt(at, tools, losses, earlier=earlier)
    previous = at.text_or_none("previous_response_id")
    if not prompt.turns and previous is None:
        raise Invalid("input: is missing or empty")
    options = at.object("stream_options")
    store = at.flag("store")
    return ResponsesRequest(
        model=at.text("model"),
        prompt=prompt,
        stream=at.flag("stream") or False,
        include_usage=bool(options and options.flag("include_usage")),
        store=True if store is None else store,
        previous_response_id=previous,
        encrypted=ENCRYPTED in at.texts("include"),
        namespaces=tools.namespaces,
        echo=echo_of(at),
        dropped=tuple(losses.found),
    )
