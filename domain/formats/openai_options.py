"""What both of OpenAI's formats say alike beside the turns and tools (conversion A5 to A8)."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Final, Literal, TypeAlias

from domain.errors import Invalid
from domain.formats.reading import At, scrub
from domain.json import Json, write
from domain.llm.prompt import AnswerFormat, Prompt

OpenAiDialect: TypeAlias = Literal["openai", "compatible"]
"""OpenAI itself takes what other servers do not know: developers, custom tools, accounts."""
LOGPROBS_MAX: Final = 20
"""How many other tokens are told at a place."""
_USER_LENGTH_MAX: Final = 64


def read_answer_format(found: At | None, *, nested: bool) -> AnswerFormat | None:
    """`nested`: the schema is in an object of its own, not beside the type."""
    if found is None:
        return None
    match found.text("type"):
        case "text":
            return None
        case "json_object":
            return AnswerFormat(kind="json")
        case "json_schema":
            described = found.needed("json_schema") if nested else found
            schema = described.object("schema")
            return AnswerFormat(
                kind="schema",
                name=described.text_or_none("name"),
                description=described.text_or_none("description"),
                schema=schema.kept() if schema else None,
                strict=described.flag("strict"),
            )
        case kind:
            raise Invalid(f"{found.where('type')}: there is no format {kind!r}")


def write_schema(given: AnswerFormat) -> dict[str, Json]:
    """The members of a `json_schema`; a name is needed there."""
    schema: dict[str, Json] = {"name": given.name or "answer"}
    if given.description is not None:
        schema["description"] = given.description
    schema["schema"] = given.schema or {}
    if given.strict is not None:
        schema["strict"] = given.strict
    return schema


def read_metadata(at: At) -> dict[str, str]:
    """Texts by name; what clients put there that is no text is written as JSON."""
    found = at.object("metadata")
    if found is None:
        return {}
    given = found.kept()
    return {key: value if isinstance(value, str) else write(value) for key, value in given.items()}


def read_user(at: At) -> str | None:
    """`safety_identifier` is what newer clients call it."""
    return at.text_or_none("user") or at.text_or_none("safety_identifier")


def write_account(prompt: Prompt) -> Iterator[tuple[str, Json]]:
    """Whom it is for, how urgent it is, and which prompts are alike."""
    user = None if prompt.user is None else scrub(prompt.user)
    if user is not None:
        short = len(user) <= _USER_LENGTH_MAX
        yield "user", user if short else sha256(user.encode()).hexdigest()
    if prompt.service_tier is not None:
        yield "service_tier", prompt.service_tier
    if prompt.cache_key is not None:
        yield "prompt_cache_key", prompt.cache_key
