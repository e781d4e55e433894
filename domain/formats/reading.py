"""Reading a client's JSON with care: every complaint names the path of what is wrong."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from domain.errors import Invalid
from domain.json import Json, JsonObject

DEPTH_MAX: Final = 100
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class At:
    """A JSON object and where it stands. Absent and `null` are the same to every reader."""

    value: JsonObject
    path: str = ""

    def where(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def has(self, key: str) -> bool:
        return self.value.get(key) is not None

    def text(self, key: str) -> str:
        """A string that must be there. Raises `Invalid`."""
        found = self.text_or_none(key)
        if found is None:
            raise Invalid(f"{self.where(key)}: is missing")
        return found

    def text_or_none(self, key: str) -> str | None:
        found = self.value.get(key)
        if found is None or isinstance(found, str):
            return None if found is None else scrub(found)
        raise Invalid(f"{self.where(key)}: must be a string")

    def integer(self, key: str, *, least: int) -> int | None:
        """An integer (a whole float counts) not below `least`. Raises `Invalid`."""
        found = self.value.get(key)
        if found is None:
            return None
        whole = isinstance(found, int) or (isinstance(found, float) and found.is_integer())
        if isinstance(found, bool) or not isinstance(found, int | float) or not whole:
            raise Invalid(f"{self.where(key)}: must be an integer")
        if found < least:
            raise Invalid(f"{self.where(key)}: must be at least {least}")
        return int(found)

    def number(self, key: str, *, least: float, most: float) -> float | None:
        found = self.value.get(key)
        if found is None:
            return None
        if isinstance(found, bool) or not isinstance(found, int | float):
            raise Invalid(f"{self.where(key)}: must be a number")
        if not least <= found <= most:
            raise Invalid(f"{self.where(key)}: must be between {least:g} and {most:g}")
        return float(found)

    def flag(self, key: str) -> bool | None:
        found = self.value.get(key)
        if found is None or isinstance(found, bool):
            return found
        raise Invalid(f"{self.where(key)}: must be true or false")

    def object(self, key: str) -> "At | None":
        found = self.value.get(key)
        if found is None:
            return None
        if isinstance(found, (dict, Mapping)):  # the first is quick to tell, and nearly all
            return At(found, self.where(key))
        raise Invalid(f"{self.where(key)}: must be an object")

    def needed(self, key: str) -> "At":
        """An object that must be there. Raises `Invalid`."""
        found = self.object(key)
        if found is None:
            raise Invalid(f"{self.where(key)}: is missing")
        return found

    def kept(self) -> JsonObject:
        """The object as it came, but for broken characters. Raises `Invalid`."""
        return {key: clean(inner) for key, inner in self.value.items()}

    def objects(self, key: str) -> "Iterator[At]":
        """The objects of a list; an absent list has none. Raises `Invalid`."""
        for number, item in enumerate(self.items(key)):
            path = f"{self.where(key)}[{number}]"
            if not isinstance(item, (dict, Mapping)):
                raise Invalid(f"{path}: must be an object")
            yield At(item, path)

    def texts(self, key: str) -> "Iterator[str]":
        """The strings of a list; an absent list has none. Raises `Invalid`."""
        for number, item in enumerate(self.items(key)):
            if not isinstance(item, str):
                raise Invalid(f"{self.where(key)}[{number}]: must be a string")
            yield scrub(item)

    def items(self, key: str) -> Sequence[Json]:
        found = self.value.get(key)
        if found is None:
            return ()
        if isinstance(found, (list, Sequence)) and not isinstance(found, str):
            return found
        raise Invalid(f"{self.where(key)}: must be a list")


def readable(found: Iterator[T]) -> list[T]:
    """All of it, or nothing where any of it is not as it should be.

    An answer is worth more than what stands beside its words.
    """
    try:
        return list(found)
    except Invalid:
        return []


def scrub(text: str) -> str:
    """Join surrogate pairs; what is still lone becomes U+FFFD (conversion 0.9)."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def clean(value: Json, *, depth: int = 0) -> Json:
    """`value` with every string scrubbed. Raises `Invalid` when it is nested too deeply."""
    if depth > DEPTH_MAX:
        raise Invalid(f"nested deeper than {DEPTH_MAX} levels")
    if isinstance(value, str):
        return scrub(value)
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, (dict, Mapping)):
        return {scrub(key): clean(inner, depth=depth + 1) for key, inner in value.items()}
    return [clean(inner, depth=depth + 1) for inner in value]
