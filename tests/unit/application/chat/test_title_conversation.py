import pytest

from domain.accounts.access import Grants
from domain.ids import ConversationId
from domain.llm.events import Failed, Failure
from domain.llm.prompt import Text
from tests.unit.application.chat.chat_house import ADA, House
from tests.unit.application.chat.scripted_model import Step, begun, saying

CUT: list[Step] = [*begun("Lis"), Failed(Failure(kind="cut", message="gone"))]


async def asked(house: House, *scripts: list[Step], text: str = "Where to?") -> ConversationId:
    house.model.scripts += scripts
    chat = await house.chat(model="large")
    await house.use.send_message(chat, text, by=ADA)
    await house.jobs.all_done()
    return chat


async def title(house: House, chat: ConversationId) -> str:
    return (await house.use.read_conversation(chat, by=ADA)).conversation.title


async def test_the_first_exchange_gives_the_name_and_is_booked_as_such() -> None:
    house = House(titles="small")
    chat = await asked(house, saying("To Lisbon."), saying("A week", " in Lisbon"))

    assert await title(house, chat) == "A week in Lisbon"
    (read,) = house.model.prompts[1].turns[1].parts
    assert isinstance(read, Text)
    assert read.text == "Question:\nWhere to?\n\nAnswer:\nTo Lisbon."
    await house.bookkeeper.carry()
    rows = await house.transactions.latest(10)
    assert {(row.source, row.model, row.payer.user) for row in rows} == {
        ("chat", "large", ADA),
        ("title", "small", ADA),
    }


async def test_a_name_does_not_move_the_conversation_in_the_list() -> None:
    house = House(titles="cheapest")
    chat = await asked(house, saying("To Lisbon."), saying("Lisbon"))
    conversation = (await house.use.read_conversation(chat, by=ADA)).conversation

    assert (conversation.title, conversation.updated_at) == ("Lisbon", house.clock.now)


async def test_later_answers_give_no_name() -> None:
    house = House(titles="small")
    chat = await asked(house, saying("To Lisbon."), saying("Lisbon"))
    house.model.scripts.append(saying("By train."))
    leaf = (await house.use.read_conversation(chat, by=ADA)).conversation.active_leaf
    await house.use.send_message(chat, "How?", by=ADA, parent=leaf)
    await house.jobs.all_done()

    assert await title(house, chat) == "Lisbon"
    assert len(house.model.prompts) == 3


async def test_a_name_that_somebody_gave_stays() -> None:
    house = House(titles="small")
    house.model.scripts.append(saying("To Lisbon."))
    chat = await house.chat()
    sent = await house.use.send_message(chat, "Where to?", by=ADA)
    await house.use.change_conversation(chat, by=ADA, title="Mine")
    await house.jobs.all_done()

    assert sent.answer.message.state == "streaming"
    assert await title(house, chat) == "Mine"
    assert len(house.model.prompts) == 1


@pytest.mark.parametrize("reply", [saying("word " * 50), saying(""), CUT])
async def test_what_is_no_name_is_not_used(reply: list[Step]) -> None:
    house = House(titles="small")
    chat = await asked(house, saying("To Lisbon."), reply)

    assert await title(house, chat) == "Where to?"


async def test_a_failed_answer_gives_no_name() -> None:
    house = House(titles="small")
    chat = await asked(house, CUT)

    assert await title(house, chat) == "Where to?"
    assert len(house.model.prompts) == 1


@pytest.mark.parametrize("titles", ["off", "nobody", "vectors"])
async def test_without_a_model_for_it_the_first_words_are_the_name(titles: str) -> None:
    house = House(titles=titles)
    chat = await asked(house, saying("To Lisbon."))

    assert await title(house, chat) == "Where to?"
    assert len(house.model.prompts) == 1


async def test_a_model_that_may_not_be_used_is_not_asked() -> None:
    house = House(titles="small")
    house.access.grants = Grants(models=(("large",),))
    chat = await asked(house, saying("To Lisbon."))

    assert await title(house, chat) == "Where to?"
    assert len(house.model.prompts) == 1
