"""All of a prompt but its turns, as Anthropic takes it (conversion A4 to A8)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from domain.formats.anthropic_messages.caching import Block, limit_marks
from domain.formats.anthropic_messages.reasoning import ThinkingFields, bound, thinking_fields
from domain.formats.anthropic_messages.schema import answer_schema, tool_schema
from domain.formats.anthropic_messages.tools_writing import (
    tools_of_history,
    write_choice,
    write_tools,
)
from domain.formats.anthropic_messages.turns_writing import Message, MessageWriter
from domain.formats.encoded import Losses, only_openai_s, output_limit
from domain.formats.tool_words import ANSWER_TOOL
from domain.json import Json, JsonObject, write
from domain.llm.capabilities import Capabilities
from domain.llm.prompt import Prompt, Turn

_MAX_TOKENS: Final = 32_000
_TEMPERATURE_MAX: Final = 1.0
_CONTACT: Final = re.compile(r".+@.+|\+?[\d\s()-]{6,}")
_ANY_JSON: Final = "Answer with one JSON object only."
_ONLY_HISTORY: Final[Block] = {"type": "none"}
_TIERS: Final = {"auto": "auto", "default": "standard_only", "standard_only": "standard_only"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestWriter:
    """`turns` are paired, and hold no reasoning of others."""

    prompt: Prompt
    turns: Sequence[Turn]
    names: Mapping[str, str]
    capabilities: Capabilities
    losses: Losses

    def body(self, model: str) -> dict[str, Json]:
        writer = MessageWriter(capabilities=self.capabilities, names=self.names)
        system, rest = writer.system(self.turns)
        messages = writer.messages(rest)
        system += self._answer_hint()
        tools, choice = self._tools()
        max_tokens = self._max_tokens()
        thinking = self._thinking(max_tokens, choice)
        self._mend_last(messages)
        limit_marks(
            tools=tools,
            system=system,
            messages=[block for message in messages for block in message.blocks],
        )
        body: dict[str, Json] = {"model": model, "max_tokens": max_tokens}
        optional: dict[str, Json] = {
            "system": system,
            "tools": tools,
            "tool_choice": choice,
            "thinking": thinking.thinking,
            "output_config": self._output_config(thinking),
            "stop_sequences": [stop for stop in self.prompt.stop if stop.strip()],
            **self._sampling(thinks=thinking.thinks),
            "metadata": self._metadata(),
            "service_tier": self._service_tier(),
        }
        if self.capabilities.auto_cache and not _is_marked(tools, system, messages):
            body["cache_control"] = {"type": "ephemeral"}
        body.update((key, value) for key, value in optional.items() if value not in (None, [], {}))
        body["messages"] = [{"role": each.role, "content": each.blocks} for each in messages]
        return body

    def _max_tokens(self) -> int:
        """Needed there; the client's own, within what the model can."""
        wanted = self.prompt.max_output_tokens
        if wanted is None:
            return min(self.capabilities.max_output_tokens or _MAX_TOKENS, _MAX_TOKENS)
        return output_limit(wanted, self.capabilities, self.losses)

    @property
    def answers_by_tool(self) -> bool:
        """Whether the answer's schema can only be had as the arguments of a forced tool."""
        unsaid = self._wants_schema and self._schema() is None
        return unsaid and self.capabilities.forced_tool

    @property
    def _wants_schema(self) -> bool:
        wanted = self.prompt.answer_format
        return wanted is not None and wanted.kind == "schema"

    def _schema(self) -> JsonObject | None:
        wanted = self.prompt.answer_format
        return answer_schema(wanted.schema) if wanted and wanted.schema else None

    def _answer_hint(self) -> list[Block]:
        """In the system text, which is the same in the whole conversation (A6)."""
        wanted = self.prompt.answer_format
        if wanted is None or (wanted.kind == "schema" and self._schema() is not None):
            return []
        if wanted.kind == "json":
            return [{"type": "text", "text": _ANY_JSON}]
        if self.answers_by_tool:
            return []
        described = f"{_ANY_JSON} It follows this JSON Schema:\n{write(wanted.schema or {})}"
        return [{"type": "text", "text": described}]

    def _tools(self) -> tuple[list[Block], Block | None]:
        searches = self.capabilities.web_search
        offered = write_tools(self.prompt.tools, self.names, self.losses, searches=searches)
        tools = list(offered)
        choice = write_choice(self.prompt, self.names, self.capabilities, self.losses)
        if not tools:
            tools = list(tools_of_history(self.turns, self.names))
            choice = _ONLY_HISTORY if tools else None
        if self.answers_by_tool:
            choice = self._answer_choice(offered=bool(tools) and choice != _ONLY_HISTORY)
            tools.append(self._answer_tool())
        return tools, choice

    def _answer_tool(self) -> Block:
        wanted = self.prompt.answer_format
        return {"name": ANSWER_TOOL, "input_schema": tool_schema(wanted.schema if wanted else None)}

    def _answer_choice(self, *, offered: bool) -> Block:
        """Other tools may be called before the answer is given."""
        return {"type": "any"} if offered else {"type": "tool", "name": ANSWER_TOOL}

    def _thinking(self, max_tokens: int, choice: Block | None) -> ThinkingFields:
        fields = thinking_fields(
            self.prompt.reasoning,
            self.capabilities,
            max_tokens=max_tokens,
            forced=choice is not None and choice["type"] in {"any", "tool"},
            turns=self.turns,
            losses=self.losses,
        )
        return bound(fields, self.capabilities, self.turns)

    def _output_config(self, thinking: ThinkingFields) -> JsonObject:
        config: dict[str, Json] = {}
        if thinking.effort is not None:
            config["effort"] = thinking.effort
        schema = self._schema()
        if schema is not None and self._wants_schema:
            config["format"] = {"type": "json_schema", "schema": schema}
        return config

    def _sampling(self, *, thinks: bool) -> dict[str, Json]:
        prompt = self.prompt
        untaken = (
            ("seed", prompt.seed),
            ("presence_penalty", prompt.presence_penalty),
            ("frequency_penalty", prompt.frequency_penalty),
            ("logprobs", prompt.logprobs),
            *only_openai_s(prompt),
        )
        self.losses.note_given(untaken, "Anthropic's models do not take it")
        given: dict[str, Json] = {
            "temperature": None
            if prompt.temperature is None
            else min(prompt.temperature, _TEMPERATURE_MAX),
            "top_p": prompt.top_p if prompt.temperature is None else None,
            "top_k": prompt.top_k,
        }
        if self.capabilities.sampling and not thinks:
            if prompt.top_p is not None and given["top_p"] is None:
                self.losses.note("top_p", "not possible beside a temperature")
            if prompt.temperature is not None and prompt.temperature > _TEMPERATURE_MAX:
                self.losses.note("temperature", f"the model takes {_TEMPERATURE_MAX:g} at most")
            return given
        asked = (
            ("temperature", prompt.temperature),
            ("top_p", prompt.top_p),
            ("top_k", prompt.top_k),
        )
        self.losses.note_given(asked, "the model does not take it")
        return {}

    def _metadata(self) -> JsonObject:
        """Anthropic refuses addresses and numbers of people."""
        user = self.prompt.user
        if user is None:
            return {}
        contact = _CONTACT.fullmatch(user)
        return {"user_id": sha256(user.encode()).hexdigest() if contact else user}

    def _service_tier(self) -> str | None:
        tier = self.prompt.service_tier
        if tier is not None and tier not in _TIERS:
            self.losses.note("service_tier", "Anthropic has no such tier: it goes as auto")
        return None if tier is None else _TIERS.get(tier, "auto")

    def _mend_last(self, messages: list[Message]) -> None:
        """A last assistant text is a beginning to go on from; it may not end in white space."""
        if messages[-1].role != "assistant" or not self.capabilities.prefill:
            return
        last = messages[-1].blocks[-1]
        if self._wants_schema:
            messages.pop()
            begun = self.prompt.turns[-1]
            self.losses.note_one(begun, "messages[-1]", "an answer with a schema cannot be begun")
        elif last["type"] == "text":
            last["text"] = str(last["text"]).rstrip()


def _is_marked(
    tools: Sequence[Block], system: Sequence[Block], messages: Sequence[Message]
) -> bool:
    """Whether the client says itself what is to be kept in the cache."""
    blocks = (*tools, *system, *(block for message in messages for block in message.blocks))
    return any("cache_control" in block for block in blocks)
