"""Arithmetic as people write it, without a programming language behind it.

A recursive descent over the text: sums, products, powers, signs, brackets and a few functions.
34 significant digits, out of 50 that are worked with; every size is bounded, so that no
text can take long.
"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from functools import reduce
from typing import Final

from domain.errors import Invalid

LENGTH_MAX: Final = 1_000
_DEPTH_MAX: Final = 60
_POWER_MAX: Final = 10_000
_DIGITS_MAX: Final = 400
_TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>(?:[0-9][0-9_]*\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?)|(?P<name>[A-Za-z]{1,20})"
    r"|(?P<sign>\*\*|//|[-+*/%^(),]))"
)
_CONTEXT: Final = Context(
    prec=50, Emax=9_999, Emin=-9_999, traps=[DivisionByZero, InvalidOperation, Overflow]
)
_SHOWN: Final = Context(prec=34, Emax=9_999, Emin=-9_999)
_ALIKE: Final = str.maketrans(
    {"\u00d7": "*", "\u00b7": "*", "\u00f7": "/", "\u2212": "-", "\u03c0": "pi"}
)
"""Signs as they are printed."""
_CONSTANTS: Final = {
    "pi": Decimal("3.14159265358979323846264338327950288419716939937511"),
    "e": Decimal("2.71828182845904523536028747135266249775724709369996"),
}


def calculate(text: str) -> str:
    """The value of an expression, as short as it is exact. Raises `Invalid`."""
    if len(text) > LENGTH_MAX:
        raise Invalid(f"the expression has more than {LENGTH_MAX:,} characters")
    try:
        return _written(_Reading(_tokens(text.translate(_ALIKE))).whole())
    except DivisionByZero:
        raise Invalid("division by zero") from None
    except Overflow:
        raise Invalid("the result is too large") from None
    except (InvalidOperation, ValueError, OverflowError):
        raise Invalid("this has no value among the real numbers") from None


def _tokens(text: str) -> list[str]:
    found: list[str] = []
    at = 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise Invalid(f"{text[at : at + 10]!r} at place {at + 1} is no part of a calculation")
        found.append(match[0].strip())
        at = match.end()
    return found


def _written(value: Decimal) -> str:
    value = _SHOWN.plus(value)
    if value == value.to_integral_value(context=_CONTEXT) and abs(value) < Decimal(10) ** 34:
        return str(int(value))
    short = value.normalize(_CONTEXT)
    return f"{short:f}" if -20 < short.adjusted() < 34 else str(short)  # noqa: PLR2004 - readable


@dataclass(slots=True)
class _Reading:
    tokens: Sequence[str]
    at: int = 0
    depth: int = 0

    def whole(self) -> Decimal:
        value = self._sum()
        if self.at < len(self.tokens):
            raise Invalid(f"{self.tokens[self.at]!r} was not expected")
        return value

    def _next(self, *wanted: str) -> str | None:
        if self.at < len(self.tokens) and self.tokens[self.at] in wanted:
            self.at += 1
            return self.tokens[self.at - 1]
        return None

    def _need(self, sign: str) -> None:
        if self._next(sign) is None:
            raise Invalid(f"{sign!r} is missing")

    def _sum(self) -> Decimal:
        value = self._product()
        while sign := self._next("+", "-"):
            other = self._product()
            value = (_CONTEXT.add if sign == "+" else _CONTEXT.subtract)(value, other)
        return value

    def _product(self) -> Decimal:
        value = self._signed()
        while sign := self._next("*", "/", "//", "%"):
            other = self._signed()
            match sign:
                case "*":
                    value = _CONTEXT.multiply(value, other)
                case "/":
                    value = _CONTEXT.divide(value, other)
                case "//":
                    value = _floor(_CONTEXT.divide(value, other))
                case _:
                    whole = _floor(_CONTEXT.divide(value, other))
                    value = _CONTEXT.subtract(value, _CONTEXT.multiply(other, whole))
        return value

    def _signed(self) -> Decimal:
        self._deeper()
        sign = self._next("+", "-")
        value = self._power() if sign is None else self._signed()
        self.depth -= 1
        return _CONTEXT.minus(value) if sign == "-" else value

    def _power(self) -> Decimal:
        value = self._atom()
        if self._next("^", "**"):
            value = _power(value, self._signed())
        return value

    def _atom(self) -> Decimal:
        if self._next("("):
            value = self._sum()
            self._need(")")
            return value
        token = self.tokens[self.at] if self.at < len(self.tokens) else ""
        self.at += 1
        if token[:1].isdigit() or token.startswith("."):
            return _number(token)
        if token.lower() in _CONSTANTS:
            return _CONSTANTS[token.lower()]
        if token.lower() in _FUNCTIONS:
            return self._applied(token.lower())
        raise Invalid(f"{token!r} is not known" if token else "the expression ends too early")

    def _applied(self, name: str) -> Decimal:
        self._need("(")
        values = [self._sum()]
        while self._next(","):
            values.append(self._sum())
        self._need(")")
        fewest, most, apply = _FUNCTIONS[name]
        if not fewest <= len(values) <= most:
            raise Invalid(f"{name}() does not take {len(values)} numbers")
        return apply(values)

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > _DEPTH_MAX:
            raise Invalid("the expression is nested too deeply")


def _number(token: str) -> Decimal:
    if len(token) > _DIGITS_MAX:
        raise Invalid("a number has too many digits")
    return _CONTEXT.create_decimal(token.replace("_", ""))


def _power(value: Decimal, exponent: Decimal) -> Decimal:
    if abs(exponent) > _POWER_MAX:
        raise Invalid(f"an exponent is at most {_POWER_MAX:,}")
    return _CONTEXT.power(value, exponent)


def _floor(value: Decimal) -> Decimal:
    return value.to_integral_value(rounding="ROUND_FLOOR", context=_CONTEXT)


def _ceiling(value: Decimal) -> Decimal:
    return value.to_integral_value(rounding="ROUND_CEILING", context=_CONTEXT)


def _real(function: Callable[[float], float]) -> Callable[[Sequence[Decimal]], Decimal]:
    def apply(values: Sequence[Decimal]) -> Decimal:
        return _CONTEXT.create_decimal(repr(round(function(float(values[0])), 15)))

    return apply


def _round(values: Sequence[Decimal]) -> Decimal:
    places = int(values[1]) if len(values) > 1 else 0
    if abs(places) > 30:  # noqa: PLR2004 - the digits that there are
        raise Invalid("round() takes at most 30 places")
    return values[0].quantize(
        Decimal(1).scaleb(-places), rounding="ROUND_HALF_UP", context=_CONTEXT
    )


def _factorial(values: Sequence[Decimal]) -> Decimal:
    if values[0] != _floor(values[0]) or not 0 <= values[0] <= 1_000:  # noqa: PLR2004 - bounded
        raise Invalid("factorial() takes a whole number up to 1,000")
    return _CONTEXT.create_decimal(math.factorial(int(values[0])))


def _log(values: Sequence[Decimal]) -> Decimal:
    if len(values) == 1:
        return values[0].ln(_CONTEXT)
    return _CONTEXT.divide(values[0].ln(_CONTEXT), values[1].ln(_CONTEXT))


_MANY: Final = 100
_FUNCTIONS: Final[dict[str, tuple[int, int, Callable[[Sequence[Decimal]], Decimal]]]] = {
    "sqrt": (1, 1, lambda values: values[0].sqrt(_CONTEXT)),
    "abs": (1, 1, lambda values: _CONTEXT.abs(values[0])),
    "floor": (1, 1, lambda values: _floor(values[0])),
    "ceil": (1, 1, lambda values: _ceiling(values[0])),
    "round": (1, 2, _round),
    "exp": (1, 1, lambda values: values[0].exp(_CONTEXT)),
    "ln": (1, 1, lambda values: values[0].ln(_CONTEXT)),
    "log": (1, 2, _log),
    "min": (1, _MANY, min),
    "max": (1, _MANY, max),
    "sum": (1, _MANY, lambda values: reduce(_CONTEXT.add, values)),
    "sin": (1, 1, _real(math.sin)),
    "cos": (1, 1, _real(math.cos)),
    "tan": (1, 1, _real(math.tan)),
    "asin": (1, 1, _real(math.asin)),
    "acos": (1, 1, _real(math.acos)),
    "atan": (1, 1, _real(math.atan)),
    "factorial": (1, 1, _factorial),
}
