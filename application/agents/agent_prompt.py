"""An agent's own part of what its model is asked."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from domain.agents.agent import Agent, Parameters, filled
from domain.llm.prompt import Prompt, Reasoning, Text, Turn


def instructed(prompt: Prompt, agent: Agent, values: Mapping[str, str]) -> Prompt:
    """With its instructions before all turns, and its parameters where nothing else was said."""
    text = filled(agent.draft.instructions, values).strip()
    first = (Turn(role="system", parts=(Text(text=text),)),) if text else ()
    return asked_with(replace(prompt, turns=(*first, *prompt.turns)), agent.draft.parameters)


def asked_with(prompt: Prompt, own: Parameters) -> Prompt:
    """With these parameters where nothing else was said."""
    effort = Reasoning(effort=own.effort) if own.effort is not None else None
    return replace(
        prompt,
        temperature=own.temperature if prompt.temperature is None else prompt.temperature,
        top_p=own.top_p if prompt.top_p is None else prompt.top_p,
        max_output_tokens=own.max_output_tokens
        if prompt.max_output_tokens is None
        else prompt.max_output_tokens,
        reasoning=prompt.reasoning or effort,
    )


def values_for(agent: Agent, *, user: str, model: str, at: datetime) -> dict[str, str]:
    """What instructions may name in double braces; times are in UTC."""
    return {
        "user": user,
        "agent": agent.draft.name,
        "model": model,
        "date": f"{at:%Y-%m-%d}",
        "time": f"{at:%H:%M} UTC",
        "weekday": f"{at:%A}",
    }
