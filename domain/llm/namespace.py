from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Namespace:
    """The group that a tool belongs to, and what it is called in it (OpenAI Responses)."""

    name: str
    tool: str
    description: str = ""
