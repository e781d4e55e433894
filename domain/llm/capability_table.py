"""What a model takes, by its name; the table itself is data (`known_models`)."""

from dataclasses import replace

from domain.llm.capabilities import Capabilities
from domain.llm.known_models import KNOWN, NEWEST


def capabilities_of(model: str, kind: str) -> Capabilities:
    """By the upstream's name; an unknown one has those of its vendor's newest.

    Not so where the vendor is not known either: an OpenAI-format server takes the plain ones.
    """
    wanted = model.removeprefix("ft:")
    row = next((row for row in KNOWN if _fits(row[0], wanted)), None)
    row = row or next((row for row in KNOWN if row[0] == NEWEST.get(kind)), None)
    if row is None:
        return Capabilities()
    _, capabilities, context_tokens = row
    return replace(capabilities, context_tokens=context_tokens)


def _fits(name: str, model: str) -> bool:
    """A star stands for whatever follows; a date may follow any name."""
    if name.endswith("*"):
        return model.startswith(name[:-1])
    return model == name or model.startswith(f"{name}-")
