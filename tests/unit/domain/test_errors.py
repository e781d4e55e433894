import pytest

from domain.errors import Invalid, RateLimited


def test_whoever_comes_too_often_is_told_when_to_come_back() -> None:
    limited = RateLimited("too many sign-ins", retry_after_s=30)

    assert str(limited) == "too many sign-ins"
    assert limited.retry_after_s == 30


def test_without_a_better_answer_it_is_worth_trying_in_a_second() -> None:
    assert RateLimited("too many").retry_after_s == 1


@pytest.mark.parametrize(
    ("message", "path"),
    [
        (
            "messages[0].content[1].type: there is no content part 'x'",
            "messages[0].content[1].type",
        ),
        ("tools[12]: is no tool that we know", "tools[12]"),
        ("tool_choice: this tool runs: elsewhere", "tool_choice"),
        ("not valid JSON: expected '{' at character 1", None),
        ("the body must be a JSON object", None),
        ("input", None),
        ("", None),
    ],
)
def test_what_is_wrong_is_named_by_its_path(message: str, path: str | None) -> None:
    assert Invalid(message).path == path
