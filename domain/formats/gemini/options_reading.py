"""All of a Gemini request to a prompt (conversion A4 to A8, A10)."""

from typing import Final

from domain.errors import Invalid
from domain.formats.efforts import EFFORTS
from domain.formats.encoded import Losses
from domain.formats.gemini.tools_reading import read_schema, read_tool_choice, read_tools
from domain.formats.gemini.turns_reading import read_turns
from domain.formats.reading import At
from domain.formats.tools_reading import each_once
from domain.llm.prompt import CHOICES_MAX, AnswerFormat, Prompt, Reasoning
from domain.llm.sound import Speech

_READ: Final = frozenset(
    {"model", "contents", "systemInstruction", "tools", "toolConfig", "generationConfig"}
    | {"serviceTier"}
)
_READ_CONFIG: Final = frozenset(
    {
        "maxOutputTokens",
        "temperature",
        "topP",
        "topK",
        "stopSequences",
        "candidateCount",
        "seed",
        "presencePenalty",
        "frequencyPenalty",
        "responseLogprobs",
        "logprobs",
        "responseMimeType",
        "responseSchema",
        "responseJsonSchema",
        "responseModalities",
        "speechConfig",
        "thinkingConfig",
    }
)
_PATHS: Final = {
    "choices": "generationConfig.candidateCount",
    "tool_choice": "toolConfig.functionCallingConfig",
    "max_output_tokens": "generationConfig.maxOutputTokens",
    "temperature": "generationConfig.temperature",
    "top_p": "generationConfig.topP",
    "top_k": "generationConfig.topK",
    "stop": "generationConfig.stopSequences",
    "seed": "generationConfig.seed",
    "presence_penalty": "generationConfig.presencePenalty",
    "frequency_penalty": "generationConfig.frequencyPenalty",
    "logprobs": "generationConfig.responseLogprobs",
    "reasoning": "generationConfig.thinkingConfig",
    "answer_format": "generationConfig.responseMimeType",
    "service_tier": "serviceTier",
    "speech": "generationConfig.responseModalities",
    "voice": "generationConfig.speechConfig",
}
_KEPT_THERE: Final = ("cachedContent", "continuationToken")
_TIERS: Final = {"unspecified": "auto", "standard": "default"}
_JSON: Final = "application/json"
_TEXT: Final = "text/plain"
_DYNAMIC: Final = -1


def read_prompt(at: At, losses: Losses) -> Prompt:
    """Raises `Invalid`; fields that have no neutral form are noted as lost."""
    for name in at.value:
        if name not in _READ and at.has(name):
            if name in _KEPT_THERE:
                raise Invalid(f"{name}: what Google keeps cannot be had here")
            losses.note(name, "has no neutral form")
    turns = tuple(read_turns(at))
    if not any(turn.role != "system" for turn in turns):
        raise Invalid("contents: is missing or empty")
    config = at.object("generationConfig") or At({}, "generationConfig")
    for name in config.value:
        if name not in _READ_CONFIG and config.has(name):
            losses.note(config.where(name), "has no neutral form")
    tier = at.text_or_none("serviceTier")
    tools = each_once(read_tools(at, losses))
    return Prompt(
        turns=turns,
        tools=tools,
        choices=_choices(config),
        tool_choice=read_tool_choice(at, losses),
        max_output_tokens=config.integer("maxOutputTokens", least=1),
        temperature=config.number("temperature", least=0, most=2),
        top_p=config.number("topP", least=0, most=1),
        top_k=config.integer("topK", least=0),
        stop=tuple(text for text in config.texts("stopSequences") if text.strip()),
        seed=config.integer("seed", least=-(2**63)),
        presence_penalty=config.number("presencePenalty", least=-2, most=2),
        frequency_penalty=config.number("frequencyPenalty", least=-2, most=2),
        logprobs=_logprobs(config),
        reasoning=_reasoning(config),
        answer_format=_answer_format(config),
        service_tier=None if tier is None else _TIERS.get(tier.lower(), tier.lower()),
        speech=_speech(config),
        paths=_PATHS,
    )


def _speech(config: At) -> Speech | None:
    wanted = [word.upper() for word in config.texts("responseModalities")]
    if wanted and not {"TEXT", "AUDIO"} & {*wanted}:
        raise Invalid(f"{config.where('responseModalities')}: only text and sound can be answered")
    if "AUDIO" not in wanted:
        return None
    voice = config.object("speechConfig")
    return Speech(
        format="gemini", voice=voice.kept() if voice else None, alone="TEXT" not in wanted
    )


def _choices(config: At) -> int:
    choices = config.integer("candidateCount", least=1) or 1
    if choices > CHOICES_MAX:
        raise Invalid(f"{config.where('candidateCount')}: must be at most {CHOICES_MAX}")
    return choices


def _logprobs(config: At) -> int | None:
    count = config.integer("logprobs", least=0)
    return (count or 0) if config.flag("responseLogprobs") else None


def _reasoning(config: At) -> Reasoning | None:
    at = config.object("thinkingConfig")
    if at is None:
        return None
    visible = at.flag("includeThoughts")
    budget = at.integer("thinkingBudget", least=_DYNAMIC)
    level = at.text_or_none("thinkingLevel")
    if level is not None and not level.upper().endswith("_UNSPECIFIED"):
        effort = EFFORTS.get(level.lower())
        if effort is None:
            raise Invalid(f"{at.where('thinkingLevel')}: there is no level {level!r}")
        return Reasoning(effort=effort, visible=visible)
    if budget == 0:
        return Reasoning(effort="none")
    if budget is None and not visible:
        return None  # nothing is asked for
    return Reasoning(budget_tokens=None if budget == _DYNAMIC else budget, visible=visible)


def _answer_format(config: At) -> AnswerFormat | None:
    kind = config.text_or_none("responseMimeType") or _TEXT
    if kind == _TEXT:
        return None
    if kind != _JSON:
        raise Invalid(f"{config.where('responseMimeType')}: {kind!r} cannot be answered")
    schema = read_schema(config, "responseJsonSchema", "responseSchema")
    return AnswerFormat(kind="json" if schema is None else "schema", schema=schema)
