import pytest

from domain.errors import Invalid
from domain.ids import PresetId, TeamId
from domain.library.preset import Preset
from domain.library.saved_prompt import PromptDraft
from tests.builders import ADA, NOON


@pytest.mark.parametrize("command", ["sum", "Sum-up_2", "übersetzen", "a" * 40, "会议"])
def test_a_command_is_a_word(command: str) -> None:
    assert PromptDraft(name="n", command=command, text="t").command == command


@pytest.mark.parametrize("command", ["", "two words", "-x", "a/b", "a" * 41, "a\n"])
def test_what_could_not_be_typed_after_a_slash_is_no_command(command: str) -> None:
    with pytest.raises(Invalid, match="a command has 1 to 40"):
        PromptDraft(name="n", command=command, text="t")


def test_a_prompt_has_a_name_and_a_text() -> None:
    for name, text, told in [(" ", "t", "name"), ("n" * 81, "t", "name"), ("n", " ", "20,000")]:
        with pytest.raises(Invalid, match=told):
            PromptDraft(name=name, command="c", text=text)
    with pytest.raises(Invalid, match="20,000"):
        PromptDraft(name="n", command="c", text="t" * 20_001)


def test_a_prompt_is_shared_with_each_team_once() -> None:
    with pytest.raises(Invalid, match="each once"):
        PromptDraft(name="n", command="c", text="t", teams=(TeamId("a"), TeamId("a")))


def test_a_preset_has_a_name_a_model_and_each_tool_once() -> None:
    def preset(name: str = "n", *, model: str = "m", tools: tuple[str, ...] = ()) -> Preset:
        return Preset(
            id=PresetId("p"), owner=ADA, name=name, model=model, tools=tools, saved_at=NOON
        )

    assert preset("Ünder").is_called("üNDER")
    with pytest.raises(Invalid, match="name"):
        preset(" ")
    with pytest.raises(Invalid, match="name"):
        preset("n" * 81)
    with pytest.raises(Invalid, match="model"):
        preset(model="")
    with pytest.raises(Invalid, match="each once"):
        preset(tools=("a", "a"))
