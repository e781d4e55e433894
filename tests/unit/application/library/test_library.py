from dataclasses import replace

import pytest

from application.library.presets import WantedPreset
from domain.agents.agent import Parameters
from domain.errors import Conflict, Invalid, NotFound
from domain.ids import SavedPromptId, TeamId
from domain.library.preset import PRESETS_MAX
from domain.library.saved_prompt import PROMPTS_MAX, PromptDraft
from tests.builders import a_team
from tests.unit.application.chat.chat_house import ADA, EVE, House
from tests.unit.application.chat.scripted_model import saying

RED = TeamId("red")
SUM = PromptDraft(name="Sum up", command="sum", text="Sum up {{what}}.")


async def in_a_team() -> House:
    house = House()
    await house.teams.add(replace(a_team("red", name="Red"), members=(ADA, EVE)))
    await house.teams.add(replace(a_team("blue", name="Blue"), members=(EVE,)))
    return house


async def test_a_prompt_is_kept_edited_and_deleted() -> None:
    library = House().use.library
    made = await library.create_prompt(SUM, by=ADA)
    shorter = replace(SUM, text="Shorter.")

    edited = await library.edit_prompt(made.id, shorter, version=made.version, by=ADA)

    assert (edited.draft, edited.version) == (shorter, 2)
    assert (await library.list_prompts(by=ADA)).prompts == (edited,)
    assert (await library.list_prompts(by=EVE)).prompts == ()
    await library.delete_prompt(made.id, by=ADA)
    assert (await library.list_prompts(by=ADA)).prompts == ()


async def test_a_prompt_edited_elsewhere_is_not_overwritten() -> None:
    library = House().use.library
    made = await library.create_prompt(SUM, by=ADA)
    await library.edit_prompt(made.id, SUM, version=1, by=ADA)

    with pytest.raises(Conflict, match="changed meanwhile"):
        await library.edit_prompt(made.id, SUM, version=1, by=ADA)


async def test_a_command_means_one_of_one_s_own_prompts() -> None:
    library = House().use.library
    await library.create_prompt(SUM, by=ADA)
    other = await library.create_prompt(replace(SUM, command="other"), by=ADA)

    with pytest.raises(Conflict, match="the command /SUM"):
        await library.create_prompt(replace(SUM, command="SUM"), by=ADA)
    with pytest.raises(Conflict, match="the command /sum"):
        await library.edit_prompt(other.id, SUM, version=1, by=ADA)
    await library.create_prompt(SUM, by=EVE)


async def test_members_of_a_team_use_what_is_shared_with_it_and_change_nothing() -> None:
    house = await in_a_team()
    library = house.use.library
    shared = await library.create_prompt(replace(SUM, teams=(RED,)), by=ADA)
    own = await library.create_prompt(replace(SUM, name="Zebra"), by=EVE)

    found = await library.list_prompts(by=EVE)

    assert found.prompts == (own, shared)
    assert [team.name for team in found.teams] == ["Blue", "Red"]
    assert (await library.list_prompts(by=ADA)).prompts == (shared,)
    with pytest.raises(NotFound):
        await library.edit_prompt(shared.id, SUM, version=1, by=EVE)
    with pytest.raises(NotFound):
        await library.delete_prompt(shared.id, by=EVE)


async def test_nobody_shares_with_a_team_that_they_are_not_in() -> None:
    house = await in_a_team()
    library = house.use.library
    made = await library.create_prompt(SUM, by=ADA)
    strange = replace(SUM, command="b", teams=(TeamId("blue"),))

    with pytest.raises(NotFound, match="no team 'blue'"):
        await library.create_prompt(strange, by=ADA)
    with pytest.raises(NotFound, match="no team 'blue'"):
        await library.edit_prompt(made.id, strange, version=1, by=ADA)


async def test_what_is_not_there_cannot_be_deleted() -> None:
    with pytest.raises(NotFound):
        await House().use.library.delete_prompt(SavedPromptId("nope"), by=ADA)


async def test_there_is_an_end_to_prompts_and_to_presets() -> None:
    library = House().use.library
    for n in range(PROMPTS_MAX):
        await library.create_prompt(replace(SUM, command=f"c{n}"), by=ADA)
    for n in range(PRESETS_MAX):
        await library.save_preset(WantedPreset(name=f"p{n}", model="small"), by=ADA)

    with pytest.raises(Invalid, match="500 prompts already"):
        await library.create_prompt(SUM, by=ADA)
    with pytest.raises(Invalid, match="100 presets already"):
        await library.save_preset(WantedPreset(name="one more", model="small"), by=ADA)
    await library.save_preset(WantedPreset(name="p1", model="large"), by=ADA)


async def test_a_preset_takes_the_place_of_the_one_with_its_name() -> None:
    library = House().use.library
    first = await library.save_preset(WantedPreset(name="Careful", model="small"), by=ADA)

    second = await library.save_preset(
        WantedPreset(name=" careful ", model="large", parameters=Parameters(temperature=0)), by=ADA
    )

    assert second.id == first.id
    assert await library.list_presets(by=ADA) == [second]
    assert await library.list_presets(by=EVE) == []
    with pytest.raises(NotFound, match="no preset"):
        await library.delete_preset(first.id, by=EVE)
    assert await library.list_presets(by=ADA) == [second]
    await library.delete_preset(first.id, by=ADA)
    assert await library.list_presets(by=ADA) == []


async def test_a_chat_s_parameters_are_asked_with_from_when_they_are_chosen() -> None:
    house = House()
    house.model.scripts += [saying("a"), saying("b")]
    cool = Parameters(temperature=0.1, top_p=0.5, max_output_tokens=9, effort="low")
    view = await house.use.start_conversation(model="large", parameters=cool, by=ADA)
    chat = view.conversation.id
    sent = await house.use.send_message(chat, "One", by=ADA)
    await house.jobs.all_done()

    hot = Parameters(temperature=1.5)
    await house.use.change_conversation(chat, parameters=hot, by=ADA)
    await house.use.send_message(chat, "Two", parent=sent.answer.message.id, by=ADA)
    await house.jobs.all_done()

    first, second = house.model.prompts
    assert (first.temperature, first.top_p, first.max_output_tokens) == (0.1, 0.5, 9)
    assert first.reasoning is not None
    assert first.reasoning.effort == "low"
    assert (second.temperature, second.top_p, second.reasoning) == (1.5, None, None)
