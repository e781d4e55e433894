"""What the vendors themselves refuse, as assertions (conversion F2)."""

from tests.unit.domain.formats.validators.anthropic import assert_anthropic_takes
from tests.unit.domain.formats.validators.chat import assert_openai_takes
from tests.unit.domain.formats.validators.gemini import assert_gemini_takes
from tests.unit.domain.formats.validators.responses import assert_responses_takes
from tests.unit.domain.formats.validators.streams import STREAMS
from tests.unit.domain.formats.validators.values import obj, objects

__all__ = [
    "STREAMS",
    "assert_anthropic_takes",
    "assert_gemini_takes",
    "assert_openai_takes",
    "assert_responses_takes",
    "obj",
    "objects",
]
