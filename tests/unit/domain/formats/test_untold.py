import pytest

from domain.formats.untold import CHAT, COMPLETIONS, MESSAGES, RESPONSES, Kind, untold
from domain.llm.evidence import Citation, DocumentPlace
from domain.llm.prompt import Image, InlineData, RedactedThinking, Text, Thinking
from domain.llm.reply import Reply, ReplyPart
from domain.llm.sound import Sound

PAGE = Citation(url="https://a.example")
PLACE = Citation(url="", document=DocumentPlace(number=0, unit="char", start=0, end=1))
SOUND = Sound(media_type="audio/wav", base64="AA==", transcript="words")
PICTURE = Image(source=InlineData(media_type="image/png", base64="AA=="))
CASES: list[tuple[ReplyPart, frozenset[Kind], list[str]]] = [
    (SOUND, MESSAGES, ["answer.audio"]),
    (SOUND, RESPONSES, ["answer.audio"]),
    (SOUND, COMPLETIONS, ["answer.audio"]),
    (SOUND, CHAT, []),
    (PICTURE, MESSAGES, ["answer.image"]),
    (PICTURE, RESPONSES, []),
    (PICTURE, COMPLETIONS, []),
    (Thinking(text="t"), COMPLETIONS, ["answer.reasoning"]),
    (RedactedThinking(data="d"), COMPLETIONS, ["answer.reasoning"]),
    (Thinking(text="t"), MESSAGES, []),
    (Text(text="a", citations=(PAGE,)), COMPLETIONS, ["answer.citations"]),
    (Text(text="a", citations=(PAGE,)), CHAT, []),
    (Text(text="a", citations=(PAGE, PLACE)), CHAT, ["answer.citations"]),
    (Text(text="a"), COMPLETIONS | CHAT, []),
    (SOUND, frozenset(), []),
]


@pytest.mark.parametrize(("part", "lacks", "told"), CASES)
def test_what_has_no_form_for_the_client_is_named(
    part: ReplyPart, lacks: frozenset[Kind], told: list[str]
) -> None:
    assert [each.path for each in untold(Reply(parts=(part,)), lacks)] == told


def test_each_kind_is_named_once_whichever_answer_holds_it() -> None:
    beside = Reply(parts=(PICTURE, SOUND, PICTURE))

    found = untold(Reply(parts=(Text(text="a"),), others=(beside, beside)), MESSAGES)

    assert [each.path for each in found] == ["answer.audio", "answer.image"]
