"""Thought signatures: Google's own, and those of others in our wrapping (conversion A7.2, A7.3).

Google's clients decode a signature from base64 and encode it again, perhaps to the other of its
two alphabets. So what others sealed goes out as base64 of our own words, with its text, to
which their seals are bound; Google's seals go out as they came.
"""

import base64
import binascii
from typing import Final

from domain.errors import Invalid
from domain.formats.reading import clean
from domain.formats.seals import UNSIGNED, opened, sealed
from domain.json import read, write
from domain.llm.prompt import RedactedThinking, Thinking

GOOGLE: Final = "google-gemini-v1"
_THINKING: Final = b"relay:thinking:"
_REDACTED: Final = b"relay:redacted:"
WRAPPING: Final = "cmVsYXk6"
"""How both begin in base64, in either alphabet."""
_NO_SEALS: Final = frozenset(
    {"skip_thought_signature_validator", "context_engineering_is_the_way_to_go"}
)
"""What Google takes for a seal that was lost: the first is its own word for it."""
UNSEALED: Final = "skip_thought_signature_validator"


def is_google_s(part: Thinking | RedactedThinking) -> bool:
    seal = part.data if isinstance(part, RedactedThinking) else part.signature
    return seal is not None and opened(seal)[1] == GOOGLE


def write_signature(part: Thinking | RedactedThinking) -> str | None:
    """`None` for reasoning that nobody sealed."""
    if isinstance(part, RedactedThinking):
        return _wrapped(_REDACTED + part.data.encode())
    if not part.signature or part.signature == UNSIGNED:
        return None
    payload, label = opened(part.signature)
    if label == GOOGLE:
        return payload
    return _wrapped(_THINKING + write(clean([part.text, part.signature])).encode())


def read_signature(signature: str, text: str) -> Thinking | RedactedThinking:
    """The thought as its vendor sealed it. Raises `Invalid` for a broken wrapping of ours."""
    inner = _unwrapped(signature)
    if inner.startswith(_REDACTED):
        return RedactedThinking(data=inner.removeprefix(_REDACTED).decode("utf-8", "replace"))
    if not inner.startswith(_THINKING):
        return Thinking(text=text, signature=sealed(signature, GOOGLE))
    match clean(read(inner.removeprefix(_THINKING))):
        case [str(told), str(seal)]:
            return Thinking(text=told, signature=seal)
        case _:
            raise Invalid("thoughtSignature: is not what we gave out")


def read_seal(signature: str | None) -> str | None:
    """Of a call or a text; words that stand for a lost seal are none."""
    return None if not signature or signature in _NO_SEALS else signature


def is_wrapped(signature: str) -> bool:
    """Whether it holds what others sealed, which Google would refuse."""
    return signature.startswith(WRAPPING)


def _wrapped(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode()


def _unwrapped(signature: str) -> bytes:
    """In whichever alphabet; what is no base64 is not ours."""
    try:
        return base64.urlsafe_b64decode(signature.translate(str.maketrans("+/", "-_")))
    except (binascii.Error, ValueError):
        return b""
