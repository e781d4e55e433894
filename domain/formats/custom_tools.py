"""Free-text tools for vendors that know functions only (conversion A4.4)."""

from dataclasses import replace

from domain.formats.reading import At
from domain.json import JsonObject
from domain.llm.prompt import Tool


def as_function(tool: Tool) -> Tool:
    """A function of one string, `input`, whose description holds the grammar."""
    grammar = _grammar(tool.grammar)
    text: dict[str, str] = {"type": "string"}
    if grammar:
        text["description"] = grammar
    parameters: JsonObject = {
        "type": "object",
        "properties": {"input": text},
        "required": ["input"],
        "additionalProperties": False,
    }
    description = "\n\n".join(line for line in (tool.description, grammar) if line) or None
    return replace(tool, description=description, parameters=parameters, custom=False, grammar=None)


def nested_grammar(format: JsonObject) -> JsonObject:
    """As chat completions write it: the grammar in an object of its own."""
    at = At(format)
    if at.text_or_none("type") != "grammar" or at.has("grammar"):
        return format
    inner = {key: value for key, value in format.items() if key != "type"}
    return {"type": "grammar", "grammar": inner}


def flat_grammar(format: JsonObject) -> JsonObject:
    """As responses write it: the grammar beside its type."""
    inner = At(format).object("grammar")
    return format if inner is None else {"type": "grammar", **inner.value}


def _grammar(format: JsonObject | None) -> str:
    outer = At(format or {})
    inner = outer.object("grammar") or outer
    definition = inner.text_or_none("definition")
    if definition is None:
        return ""
    return f"The input follows this {inner.text_or_none('syntax') or ''} grammar:\n{definition}"
