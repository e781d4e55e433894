"""What a model gave a tool, read and looked at before the tool sees it."""

from typing import Final

from domain.errors import Invalid
from domain.json import Json, JsonObject, listed, read

LENGTH_MAX: Final = 100_000
_TYPES: Final[dict[str, tuple[type, ...]]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}


def arguments_of(text: str, parameters: JsonObject) -> JsonObject:
    """Read arguments that have to fit a JSON Schema's outermost members.

    Raises `Invalid` with words that tell the model what to mend.
    """
    if len(text) > LENGTH_MAX:
        raise Invalid(f"the arguments have more than {LENGTH_MAX:,} characters")
    found = read(text.strip() or "{}")
    if not isinstance(found, dict):
        raise Invalid("the arguments have to be a JSON object")
    members = parameters.get("properties")
    known = members if isinstance(members, dict) else {}
    for name in listed(parameters.get("required")):
        if isinstance(name, str) and name not in found:
            raise Invalid(f"{name}: is missing")
    for name, value in found.items():
        if name in known:
            _check(name, value, known[name])
        elif parameters.get("additionalProperties") is False:
            raise Invalid(f"{name}: is not known; known are {', '.join(known) or 'none'}")
    return found


def _check(name: str, value: Json, schema: Json) -> None:
    if not isinstance(schema, dict):
        return
    wanted = schema.get("type")
    kinds = [wanted] if isinstance(wanted, str) else listed(wanted)
    if kinds and not any(_is(value, kind) for kind in kinds if isinstance(kind, str)):
        raise Invalid(f"{name}: has to be of type {' or '.join(map(str, kinds))}")
    choices = schema.get("enum")
    if choices is not None and value not in listed(choices):
        raise Invalid(f"{name}: has to be one of {', '.join(map(str, listed(choices)))}")


def _is(value: Json, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return kind not in _TYPES or isinstance(value, _TYPES[kind])
