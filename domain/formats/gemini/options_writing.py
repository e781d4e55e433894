"""A prompt as a Gemini generateContent request (conversion A)."""

from collections.abc import Iterator
from typing import Final

from domain.formats.efforts import EFFORTS, effort_of
from domain.formats.encoded import (
    EncodedRequest,
    Losses,
    note_uncited,
    only_openai_s,
    output_limit,
)
from domain.formats.gemini.tools_writing import schema_member, write_tools
from domain.formats.gemini.turns_writing import ContentWriter
from domain.formats.pairing import paired
from domain.formats.roles import EVERYBODY, in_their_roles
from domain.formats.speaking import CARRIED, refuse_speech
from domain.formats.tool_words import ToolWords, tool_names
from domain.json import Json, JsonObject
from domain.llm.capabilities import Capabilities
from domain.llm.prompt import Effort, Prompt, Reasoning, Tool, ToolCall, Turn

_BUDGETS: Final[dict[Effort, int]] = {"minimal": 1_024, "low": 1_024, "medium": 8_192}
_BUDGET_MAX: Final = 24_576
_BUDGET_LEAST: Final = 128
"""For models that cannot stop thinking."""
_STOPS_MAX: Final = 5
_LOGPROBS_MAX: Final = 20


def encode_request(prompt: Prompt, *, model: str, capabilities: Capabilities) -> EncodedRequest:
    """The model stands in the address, not in the body: `model` tells what it can take."""
    losses = Losses(paths=prompt.paths)
    note_uncited(prompt.turns, losses)
    turns = paired(tuple(in_their_roles(prompt.turns, losses, media=EVERYBODY, sounds="played")))
    names = tool_names(_names(prompt, turns), letter_first=True)
    sealed = capabilities.thinking == "adaptive" and model.startswith("gemini-")
    writer = ContentWriter(names=names, sealed=sealed, losses=losses)
    system, rest = writer.system(turns)
    body: dict[str, Json] = {"contents": writer.contents(rest)}
    if system:
        body["systemInstruction"] = {"parts": system}
    body.update(write_tools(prompt, names, capabilities, losses))
    config = dict(_config(prompt, capabilities, losses))
    config.update(_speech(prompt, losses))
    if config:
        body["generationConfig"] = config
    untaken = (*only_openai_s(prompt), ("user", prompt.user), ("service_tier", prompt.service_tier))
    losses.note_given(untaken, "has no form in Gemini's requests")
    custom = (tool for tool in prompt.tools if isinstance(tool, Tool) and tool.custom)
    words = ToolWords(
        names={legal: name for name, legal in names.items() if name != legal},
        custom=frozenset(names[tool.name] for tool in custom),
    )
    return EncodedRequest(body=body, dropped=tuple(losses.found), words=words)


def _names(prompt: Prompt, turns: tuple[Turn, ...]) -> Iterator[str]:
    yield from (tool.name for tool in prompt.tools if isinstance(tool, Tool))
    for turn in turns:
        yield from (part.name for part in turn.parts if isinstance(part, ToolCall))


def _config(
    prompt: Prompt, capabilities: Capabilities, losses: Losses
) -> Iterator[tuple[str, Json]]:
    limit = prompt.max_output_tokens
    if limit is not None:
        limit = output_limit(limit, capabilities, losses)
    if len(prompt.stop) > _STOPS_MAX:
        losses.note(f"stop[{_STOPS_MAX}]", f"only {_STOPS_MAX} stop sequences are possible")
    given: tuple[tuple[str, Json], ...] = (
        ("candidateCount", prompt.choices if prompt.choices > 1 else None),
        ("maxOutputTokens", limit),
        ("temperature", prompt.temperature),
        ("topP", prompt.top_p),
        ("topK", prompt.top_k),
        ("seed", prompt.seed),
        ("presencePenalty", prompt.presence_penalty),
        ("frequencyPenalty", prompt.frequency_penalty),
        ("stopSequences", list(prompt.stop[:_STOPS_MAX]) or None),
        ("responseLogprobs", None if prompt.logprobs is None else True),
        ("logprobs", min(prompt.logprobs or 0, _LOGPROBS_MAX) or None),
    )
    yield from ((name, value) for name, value in given if value is not None)
    if prompt.answer_format is not None:
        yield "responseMimeType", "application/json"
        if prompt.answer_format.schema is not None:
            names = ("responseJsonSchema", "responseSchema")
            yield schema_member(names, prompt.answer_format.schema, capabilities)
    if prompt.reasoning is not None and capabilities.thinking != "none":
        yield "thinkingConfig", _thinking(prompt.reasoning, capabilities)
    elif prompt.reasoning is not None:
        losses.note("reasoning", "the model does not reason on demand")


def _speech(prompt: Prompt, losses: Losses) -> Iterator[tuple[str, Json]]:
    """Its models speak or write: what is spoken has no words beside it."""
    wanted = prompt.speech
    if wanted is None:
        return
    if wanted.encoding not in CARRIED:
        refuse_speech(prompt, losses, "the model speaks in raw samples alone")
        return
    yield "responseModalities", ["AUDIO"]
    if wanted.voice is not None and wanted.format == "gemini":
        yield "speechConfig", wanted.voice
    elif wanted.voice is not None:
        losses.note("voice", "another vendor's voice")


def _thinking(reasoning: Reasoning, capabilities: Capabilities) -> JsonObject:
    effort = effort_of(reasoning)
    shown = effort != "none" and reasoning.visible is not False
    if capabilities.thinking == "adaptive":
        return {"thinkingLevel": _level(effort, capabilities), "includeThoughts": shown}
    least = 0 if capabilities.thinking_can_be_off else _BUDGET_LEAST
    budget = reasoning.budget_tokens or _BUDGETS.get(effort, _BUDGET_MAX)
    return {
        "thinkingBudget": least if effort == "none" else min(budget, _BUDGET_MAX),
        "includeThoughts": shown,
    }


def _level(effort: Effort, capabilities: Capabilities) -> str:
    """The least level that is enough, or the highest there is."""
    order = list(EFFORTS)
    levels = capabilities.efforts or ("low", "high")
    enough = (level for level in levels if order.index(level) >= order.index(effort))
    return next(enough, levels[-1])
