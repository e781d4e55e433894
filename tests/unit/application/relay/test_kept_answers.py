from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.outbound.memory.kept_answers import MemoryKeptAnswers
from application.relay.keep_answer import LASTING, KeepAnswer
from application.relay.recall_conversation import LONGEST, RecallConversation
from domain.answers.kept_answer import NoSuchAnswer, owner_of
from domain.errors import Invalid
from domain.ids import AnswerId, KeyId, TeamId, UserId
from domain.transactions.transaction import Payer
from tests.builders import NOON
from tests.contracts.kept_answers import HERS, a_kept_answer


async def test_a_conversation_is_recalled_from_its_beginning() -> None:
    answers = MemoryKeptAnswers()
    first, second = a_kept_answer("resp_1"), a_kept_answer("resp_2", previous="resp_1")
    await answers.add(first)
    await answers.add(second)

    found = await RecallConversation(answers=answers)(second.id, owner=HERS)

    assert found == (*first.input, *first.output, *second.input, *second.output)


async def test_nothing_is_recalled_of_nothing() -> None:
    assert await RecallConversation(answers=MemoryKeptAnswers())(None, owner=HERS) == ()


async def test_a_conversation_with_a_part_missing_is_refused() -> None:
    answers = MemoryKeptAnswers()
    await answers.add(a_kept_answer("resp_2", previous="resp_1"))

    with pytest.raises(Invalid, match="previous_response_id: there is no answer 'resp_1'"):
        await RecallConversation(answers=answers)(AnswerId("resp_2"), owner=HERS)


async def test_a_conversation_that_leads_back_to_itself_is_refused() -> None:
    answers = MemoryKeptAnswers()
    await answers.add(a_kept_answer("resp_1", previous="resp_1"))

    with pytest.raises(Invalid, match=f"longer than {LONGEST:,} answers"):
        await RecallConversation(answers=answers)(AnswerId("resp_1"), owner=HERS)


async def test_an_answer_is_kept_for_thirty_days() -> None:
    answers = MemoryKeptAnswers()
    keep = KeepAnswer(answers=answers)
    await keep(a_kept_answer("resp_old"))
    await keep(replace(a_kept_answer("resp_still"), at=NOON + timedelta(seconds=1)))

    await keep(replace(a_kept_answer("resp_new"), at=NOON + LASTING + timedelta(seconds=1)))

    assert (await answers.get(AnswerId("resp_still"), owner=HERS)).at > NOON
    with pytest.raises(NoSuchAnswer):
        await answers.get(AnswerId("resp_old"), owner=HERS)


@pytest.mark.exhaustive
async def test_an_answer_that_is_too_large_is_not_kept() -> None:
    answers = MemoryKeptAnswers()
    large = replace(a_kept_answer(), output=({"text": "x" * 13 * 1024 * 1024},))

    await KeepAnswer(answers=answers)(large)

    with pytest.raises(NoSuchAnswer):
        await answers.get(large.id, owner=HERS)


@pytest.mark.parametrize(
    ("payer", "owner"),
    [
        (Payer(user=UserId("ada"), team=TeamId("t"), key=KeyId("k")), "user:ada"),
        (Payer(team=TeamId("t"), key=KeyId("k")), "team:t"),
        (Payer(key=KeyId("k")), "key:k"),
    ],
)
def test_answers_belong_to_the_nearest_who_pays(payer: Payer, owner: str) -> None:
    assert owner_of(payer) == owner
