"""What every store of saved prompts and of presets must do."""

from dataclasses import replace

import pytest

from application.ports.presets import Presets
from application.ports.saved_prompts import SavedPrompts
from domain.agents.agent import Parameters
from domain.errors import Conflict, NotFound
from domain.ids import PresetId, SavedPromptId, TeamId, UserId
from domain.library.preset import Preset
from domain.library.saved_prompt import PromptDraft, SavedPrompt
from tests.builders import ADA, EVE, NOON

P1 = SavedPromptId("p1")
RED, BLUE = TeamId("red"), TeamId("blue")


def a_prompt(
    id: str = "p1", *, name: str = "Sum up", owner: UserId = ADA, teams: tuple[TeamId, ...] = ()
) -> SavedPrompt:
    draft = PromptDraft(name=name, command="sum", text="Sum up {{what}}. $a.b", teams=teams)
    return SavedPrompt(
        id=SavedPromptId(id), owner=owner, draft=draft, created_at=NOON, changed_at=NOON
    )


def a_preset(id: str = "s1", *, name: str = "Careful", owner: UserId = ADA) -> Preset:
    return Preset(
        id=PresetId(id),
        owner=owner,
        name=name,
        model="small",
        parameters=Parameters(temperature=0.2, top_p=0.9, max_output_tokens=9, effort="low"),
        tools=("calculator",),
        saved_at=NOON,
    )


class SavedPromptsContract:
    async def test_a_prompt_comes_back_as_saved(self, prompts: SavedPrompts) -> None:
        first = await prompts.add(a_prompt(teams=(RED,)))
        second = await prompts.save(replace(first, draft=a_prompt(name="Shorter").draft))

        assert first == replace(a_prompt(teams=(RED,)), version=1)
        assert await prompts.get(P1, owner=ADA) == second
        with pytest.raises(Conflict):
            await prompts.save(first)
        with pytest.raises(Conflict):
            await prompts.add(a_prompt())

    async def test_a_stranger_s_is_not_there(self, prompts: SavedPrompts) -> None:
        saved = await prompts.add(a_prompt())

        with pytest.raises(NotFound, match="no prompt 'p1'"):
            await prompts.get(P1, owner=EVE)
        await prompts.delete(P1, owner=EVE)
        assert await prompts.of(EVE) == []
        assert await prompts.of(ADA) == [saved]
        await prompts.delete(P1, owner=ADA)
        await prompts.delete(P1, owner=ADA)
        assert await prompts.of(ADA) == []

    async def test_they_come_by_name_one_s_own_and_those_of_teams(
        self, prompts: SavedPrompts
    ) -> None:
        await prompts.add(a_prompt("p1", name="b", teams=(RED, BLUE)))
        await prompts.add(a_prompt("p2", name="A"))
        await prompts.add(a_prompt("p3", name="a", owner=EVE, teams=(BLUE,)))

        assert [each.id for each in await prompts.of(ADA)] == ["p2", "p1"]
        assert [each.id for each in await prompts.shared_with([RED, BLUE])] == ["p3", "p1"]
        assert [each.id for each in await prompts.shared_with([RED])] == ["p1"]
        assert list(await prompts.shared_with([])) == []


class PresetsContract:
    async def test_a_preset_comes_back_as_put_and_takes_the_place_of_its_own(
        self, presets: Presets
    ) -> None:
        await presets.put(a_preset("s1", name="b"))
        await presets.put(a_preset("s2", name="A"))
        await presets.put(a_preset("s1", name="c"))
        await presets.put(a_preset("s3", owner=EVE))

        assert await presets.of(ADA) == [a_preset("s2", name="A"), a_preset("s1", name="c")]

    async def test_only_its_owner_s_is_deleted(self, presets: Presets) -> None:
        await presets.put(a_preset())

        await presets.delete(PresetId("s1"), owner=EVE)
        assert await presets.of(ADA) == [a_preset()]
        await presets.delete(PresetId("s1"), owner=ADA)
        await presets.delete(PresetId("s1"), owner=ADA)
        assert await presets.of(ADA) == []
