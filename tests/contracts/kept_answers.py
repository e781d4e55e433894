"""What every store of kept answers must do. Subclass and give it the fixture it names."""

from dataclasses import replace
from datetime import timedelta

import pytest

from application.ports.kept_answers import KeptAnswers
from domain.answers.kept_answer import KeptAnswer, NoSuchAnswer
from domain.errors import Conflict
from domain.ids import AnswerId
from domain.json import JsonObject
from tests.builders import NOON
from tests.contracts.races import winners

HERS = "user:ada"
DAY = timedelta(days=1)
ASKED: JsonObject = {"id": "msg_in", "n": 1}
SAID: JsonObject = {"id": "msg_out", "$x.y": 10**30}


def a_kept_answer(id: str = "resp_1", *, previous: str | None = None) -> KeptAnswer:
    return KeptAnswer(
        id=AnswerId(id),
        owner=HERS,
        at=NOON,
        previous=None if previous is None else AnswerId(previous),
        input=({"type": "message", "role": "user", "content": f"asked {id}"},),
        output=({"type": "function_call", "arguments": "{}", "n": 10**30, "$x.y": "é\u2028"},),
        response={"id": id, "output": [], "usage": None},
    )


class KeptAnswersContract:
    async def test_an_answer_comes_back_as_kept(self, answers: KeptAnswers) -> None:
        await answers.add(a_kept_answer(previous="resp_0"))

        assert await answers.get(AnswerId("resp_1"), owner=HERS) == a_kept_answer(previous="resp_0")

    async def test_an_id_is_taken_once(self, answers: KeptAnswers) -> None:
        await answers.add(a_kept_answer())

        with pytest.raises(Conflict, match="'resp_1'"):
            await answers.add(a_kept_answer())

    async def test_of_many_who_keep_one_id_at_once_one_wins(self, answers: KeptAnswers) -> None:
        assert await winners(lambda _: answers.add(a_kept_answer())) == 1

    async def test_an_answer_is_its_owner_s(self, answers: KeptAnswers) -> None:
        await answers.add(a_kept_answer())

        with pytest.raises(NoSuchAnswer, match="'resp_1'"):
            await answers.get(AnswerId("resp_1"), owner="team:t1")
        with pytest.raises(NoSuchAnswer, match="'resp_1'"):
            await answers.forget(AnswerId("resp_1"), owner="team:t1")

    async def test_items_are_found_by_their_ids(self, answers: KeptAnswers) -> None:
        await answers.add(replace(a_kept_answer(), input=(ASKED,), output=(SAID,)))
        await answers.add(replace(a_kept_answer("resp_2"), input=({"id": "msg_2"},)))

        found = await answers.items(["msg_out", "msg_in", "msg_nope"], owner=HERS)

        assert found == {"msg_in": ASKED, "msg_out": SAID}
        assert await answers.items(["msg_in"], owner="team:t1") == {}
        assert await answers.items([], owner=HERS) == {}

    async def test_of_two_items_with_one_id_the_newer_counts(self, answers: KeptAnswers) -> None:
        older = replace(a_kept_answer("resp_b"), output=({"id": "msg_1", "text": "old"},))
        newer = replace(older, id=AnswerId("resp_a"), at=NOON + DAY)
        newer = replace(newer, output=({"id": "msg_1", "text": "new"},))
        for each in (newer, older):
            await answers.add(each)

        found = await answers.items(["msg_1"], owner=HERS)

        assert found == {"msg_1": {"id": "msg_1", "text": "new"}}

    async def test_what_became_of_an_answer_takes_its_place(self, answers: KeptAnswers) -> None:
        await answers.add(a_kept_answer())
        ended = replace(a_kept_answer(), output=(SAID,), response={"status": "completed"})

        await answers.change(ended)

        assert await answers.get(ended.id, owner=HERS) == ended
        assert await answers.items(["msg_out"], owner=HERS) == {"msg_out": SAID}

    async def test_only_the_owner_s_own_answer_is_changed(self, answers: KeptAnswers) -> None:
        await answers.add(a_kept_answer())

        with pytest.raises(NoSuchAnswer, match="'resp_1'"):
            await answers.change(replace(a_kept_answer(), owner="team:t1"))
        with pytest.raises(NoSuchAnswer, match="'resp_2'"):
            await answers.change(a_kept_answer("resp_2"))
        assert await answers.get(AnswerId("resp_1"), owner=HERS) == a_kept_answer()

    async def test_what_is_forgotten_is_gone(self, answers: KeptAnswers) -> None:
        await answers.add(a_kept_answer())

        await answers.forget(AnswerId("resp_1"), owner=HERS)

        with pytest.raises(NoSuchAnswer):
            await answers.get(AnswerId("resp_1"), owner=HERS)
        with pytest.raises(NoSuchAnswer):
            await answers.forget(AnswerId("resp_1"), owner=HERS)

    async def test_only_the_owner_s_old_answers_are_forgotten(self, answers: KeptAnswers) -> None:
        old = replace(a_kept_answer("resp_old"), at=NOON - DAY)
        foreign = replace(old, id=AnswerId("resp_theirs"), owner="team:t1")
        for each in (old, foreign, a_kept_answer("resp_new")):
            await answers.add(each)

        await answers.forget_before(NOON, owner=HERS)

        new = await answers.get(AnswerId("resp_new"), owner=HERS)
        assert new == a_kept_answer("resp_new")
        assert await answers.get(foreign.id, owner="team:t1") == foreign
        with pytest.raises(NoSuchAnswer):
            await answers.get(old.id, owner=HERS)
