import asyncio
from dataclasses import replace

import pytest

from domain.agents.agent import AgentDraft
from domain.errors import Forbidden
from domain.ids import FactId
from tests.builders import a_user
from tests.unit.application.chat.chat_house import ADA, EVE, House
from tests.unit.application.chat.scripted_model import saying
from tests.unit.application.chat.scripted_tools import calling


async def said(house: House, *, model: str | None = None, temporary: bool = False) -> str:
    """All that the model was told, in a chat of its own."""
    house.model.scripts.append(saying("fine"))
    chat = await house.chat(model=model)
    if temporary:
        found = await house.conversations.get(chat, owner=ADA)
        await house.conversations.save(replace(found, temporary=True))
    await house.use.send_message(chat, "hi", by=ADA)
    await house.jobs.all_done()
    return str(house.model.prompts[-1])


async def test_a_model_remembers_for_later_chats_and_forgets_again() -> None:
    house = House()
    await house.memory.switch(on=True, by=ADA)
    house.model.scripts += [
        calling(("a", "remember", '{"fact": "Likes tea"}'), ("b", "remember", '{"fact": "Is 36"}')),
        saying("noted"),
    ]
    await house.use.send_message(await house.chat(), "I like tea", by=ADA)
    await house.jobs.all_done()

    assert '"Likes tea"' in await said(house)

    house.model.scripts += [calling(("c", "forget", '{"number": 1}')), saying("gone")]
    await house.use.send_message(await house.chat(), "no tea", by=ADA)
    await house.jobs.all_done()
    (left,) = (await house.memory.read(by=ADA)).facts
    assert left.text in {"Likes tea", "Is 36"}


async def test_while_it_is_off_nothing_is_told_or_added() -> None:
    house = House()
    await house.memory.switch(on=True, by=ADA)
    await house.memory.add("Likes tea", by=ADA)
    await house.memory.switch(on=False, by=ADA)

    told = await said(house)

    assert "tea" not in told
    assert "remember" not in told
    with pytest.raises(Forbidden):
        await house.memory.remember("Is 36", by=ADA)
    with pytest.raises(Forbidden):
        await house.memory.forget_number(1, by=ADA)
    assert len((await house.memory.read(by=ADA)).facts) == 1


async def test_others_agents_and_temporary_chats_are_told_nothing() -> None:
    house = House()
    for name in ("ada", "eve"):
        await house.users.add(a_user(name, name=name))
    await house.memory.switch(on=True, by=ADA)
    await house.memory.add("Likes tea", by=ADA)
    draft = AgentDraft(name="Scribe", model="small")
    mine = (await house.use.create_agent(draft, by=ADA)).agent

    assert "tea" in await said(house, model=mine.model_name)
    assert "tea" not in await said(house, temporary=True)
    assert (await house.memory.read(by=EVE)).facts == ()


async def test_of_facts_that_come_together_none_is_lost() -> None:
    house = House()

    await asyncio.gather(*(house.memory.add(f"Fact {n}", by=ADA) for n in range(4)))

    facts = (await house.memory.read(by=ADA)).facts
    assert sorted(each.text for each in facts) == [f"Fact {n}" for n in range(4)]
    changed = await house.memory.change(facts[0].id, "Other", by=ADA)
    assert changed.facts[0].text == "Other"
    assert len((await house.memory.forget(FactId(facts[1].id), by=ADA)).facts) == 3
