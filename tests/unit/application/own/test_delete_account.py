import asyncio
from dataclasses import replace

import pytest

from domain.errors import Forbidden, NotFound, RateLimited
from domain.ids import KeyId, SessionId
from tests.builders import ADA, EVE, a_team
from tests.contracts.personal_data import Kept
from tests.own import OwnDesk
from tests.unit.application.chat.chat_house import House
from tests.unit.application.chat.scripted_model import begun

SESSION = SessionId("s-ada")


def kept(desk: OwnDesk) -> Kept:
    return Kept(
        personal_data=desk.use.delete_account.personal_data,
        users=desk.users,
        keys=desk.keys,
        sessions=desk.sessions,
        conversations=desk.conversations,
        messages=desk.messages,
        generations=desk.generations,
    )


async def with_password(desk: OwnDesk) -> None:
    user = await desk.users.get(ADA)
    await desk.users.save(replace(user, password_hash="hash of secret"))


async def test_nothing_remains_of_whoever_deletes_the_account() -> None:
    desk = OwnDesk()
    for user in (ADA, EVE):
        await kept(desk).fill(user)
    await with_password(desk)
    await desk.teams.add(a_team().with_member(ADA, role="manager").with_member(EVE))
    await desk.generations.end((await desk.generations.running_of(ADA))[0].id)

    await desk.use.delete_account(ADA, session=SESSION, password="secret", place="here")

    assert not any((await kept(desk).has(ADA)).values())
    assert all((await kept(desk).has(EVE)).values())
    (team,) = await desk.teams.all()
    assert (team.members, team.managers) == ((EVE,), ())


async def test_a_wrong_password_deletes_nothing_and_may_not_be_guessed() -> None:
    desk = OwnDesk()
    await kept(desk).fill(ADA)
    await with_password(desk)

    for _ in range(5):
        with pytest.raises(Forbidden, match="the password is wrong"):
            await desk.use.delete_account(ADA, session=SESSION, password="wrong", place="here")
    with pytest.raises(RateLimited):
        await desk.use.delete_account(ADA, session=SESSION, password="secret", place="here")

    assert all((await kept(desk).has(ADA)).values())
    assert (await desk.keys.get(KeyId("k-ada"))).revoked_at is None
    assert (await desk.sessions.get(SessionId("s-ada"))).revoked_at is None


async def test_an_answer_under_way_is_stopped_first_and_leaves_nothing() -> None:
    house = House()
    user = await house.use.register_user("ada@x.org", "a long secret", name="Ada")
    house.model.scripts.append([*begun("Hel", "lo"), asyncio.Event()])
    chat = await house.chat(by=user.id)
    sent = await house.use.send_message(chat, text="hi", by=user.id)
    await house.until(sent.answer.message.id, chat, "Hello")

    await house.use.own.delete_account(
        user.id, session=SESSION, password="a long secret", place="here"
    )
    await house.jobs.all_done()

    with pytest.raises(NotFound):
        await house.message(sent.answer.message.id, chat)
    assert list(await house.generations.running()) == []
    assert sent.answer.message.generation is not None
    assert list(await house.log.read(sent.answer.message.generation, after=None, wait_s=0)) == []
