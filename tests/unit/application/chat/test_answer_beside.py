import asyncio

import pytest

from domain.errors import Invalid, NotFound, RateLimited
from domain.ids import ConversationId, MessageId
from tests.unit.application.chat.chat_house import ADA, EVE, House
from tests.unit.application.chat.scripted_model import begun, saying


async def asked(house: House) -> tuple[ConversationId, MessageId, MessageId]:
    chat = await house.chat(model="large")
    sent = await house.use.send_message(chat, "Where to?", by=ADA)
    return chat, sent.message.message.id, sent.answer.message.id


async def test_models_answer_one_question_beside_each_other_and_what_is_shown_stays() -> None:
    house = House()
    gates = [asyncio.Event() for _ in range(3)]
    house.model.scripts += [[*begun(f"{n}"), gate, *saying()[-3:]] for n, gate in enumerate(gates)]
    chat, question, first = await asked(house)

    beside = await house.use.answer_beside(chat, question, ["small", "free"], by=ADA)
    for each in (first, *(placed.message.id for placed in beside)):
        await house.until(each, chat, (await house.message(each, chat)).text)
    states = {(await house.message(placed.message.id, chat)).state for placed in beside}
    for gate in reversed(gates):
        gate.set()
    await house.jobs.all_done()

    conversation = (await house.use.read_conversation(chat, by=ADA)).conversation
    assert states == {"streaming"}
    assert (conversation.active_leaf, conversation.model) == (first, "large")
    answers = (await house.messages.tree(chat)).children(question)
    assert answers == (first, *(placed.message.id for placed in beside))
    models = [(await house.message(each, chat)).model for each in answers]
    assert models == ["large", "small", "free"]
    assert [(await house.message(each, chat)).state for each in answers][:2] == ["complete"] * 2


async def test_one_of_them_is_kept_and_the_chat_goes_on_from_it() -> None:
    house = House()
    house.model.scripts += [saying("To Rome."), saying("To Lisbon.")]
    chat, question, _ = await asked(house)
    (other,) = await house.use.answer_beside(chat, question, ["small"], by=ADA)
    await house.jobs.all_done()

    await house.use.change_conversation(chat, show=other.message.id, model="small", by=ADA)

    conversation = (await house.use.read_conversation(chat, by=ADA)).conversation
    assert (conversation.active_leaf, conversation.model) == (other.message.id, "small")


async def test_only_the_answer_that_is_shown_gives_the_chat_its_name() -> None:
    house = House(titles="small")
    house.model.scripts += [saying("To Rome."), saying("To Lisbon."), saying("A trip")]
    chat, question, _ = await asked(house)
    await house.use.answer_beside(chat, question, ["large"], by=ADA)
    await house.jobs.all_done()

    assert len(house.model.prompts) == 3
    assert (await house.use.read_conversation(chat, by=ADA)).conversation.title == "A trip"


async def test_what_is_no_question_or_no_model_or_a_stranger_s_is_refused() -> None:
    house = House()
    house.model.scripts.append(saying("To Rome."))
    chat, question, answer = await asked(house)
    await house.jobs.all_done()
    beside = house.use.answer_beside

    with pytest.raises(Invalid, match="only a question"):
        await beside(chat, answer, ["small"], by=ADA)
    for models in ([], ["small"] * 4):
        with pytest.raises(Invalid, match="1 to 3 models"):
            await beside(chat, question, models, by=ADA)
    with pytest.raises(NotFound):
        await beside(chat, question, ["small", "nope"], by=ADA)
    with pytest.raises(NotFound):
        await beside(chat, question, ["small"], by=EVE)
    assert (await house.messages.tree(chat)).children(question) == (answer,)


async def test_all_of_them_must_fit_among_the_answers_that_are_written() -> None:
    house = House()
    gate = asyncio.Event()
    house.model.scripts += [[*begun("x"), gate, *saying()[-3:]] for _ in range(10)]
    chat, question, _ = await asked(house)
    for _ in range(2):
        await house.use.answer_beside(chat, question, ["small"] * 3, by=ADA)
    await house.use.answer_beside(chat, question, ["small"], by=ADA)

    with pytest.raises(RateLimited):
        await house.use.answer_beside(chat, question, ["small"] * 3, by=ADA)
    gate.set()
    await house.jobs.all_done()

    assert len((await house.messages.tree(chat)).children(question)) == 8
