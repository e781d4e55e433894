"""SEC-12: refresh tokens rotate, and an old one ends the session."""

from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.outbound.memory.sessions import MemorySessions
from domain.accounts.session import RefreshReused
from domain.errors import Unauthenticated
from domain.ids import SessionId
from tests.builders import NOON
from tests.unit.application.accounts.session_desk import TERMS, Desk


@pytest.fixture
def desk() -> Desk:
    return Desk()


async def test_a_sign_in_gives_tokens_that_say_whose_they_are(desk: Desk) -> None:
    signed_in = await desk.open("ada")

    who = await desk.authenticate(signed_in.access_token)

    assert signed_in.account == "ada"
    assert signed_in.expires_in_s == 600
    assert signed_in.refresh_token == "s1.first-secret"
    assert signed_in.refresh_lasting == timedelta(days=30)
    assert (who.account, who.session) == ("ada", "s1")
    assert who.expires_at == desk.clock() + timedelta(minutes=10)


async def test_tokens_stay_out_of_sight_in_logs(desk: Desk) -> None:
    signed_in = await desk.open("ada")

    assert signed_in.access_token not in repr(signed_in)
    assert signed_in.refresh_token not in repr(signed_in)
    assert "kkkk" not in repr(TERMS)


async def test_only_digests_are_stored(desk: Desk) -> None:
    signed_in = await desk.open("ada")

    stored = await desk.sessions.get(SessionId("s1"))

    assert signed_in.refresh_token not in repr(stored)
    assert "first-secret" not in repr(stored)


async def test_a_refresh_gives_a_new_token_for_the_same_session(desk: Desk) -> None:
    first = await desk.open("ada")

    second = await desk.refresh(first.refresh_token)

    assert second.refresh_token != first.refresh_token
    assert second.refresh_token.startswith("s1.")
    assert second.account == "ada"
    assert (await desk.authenticate(second.access_token)).session == "s1"


async def test_a_second_tab_gets_the_same_successor_within_the_grace(desk: Desk) -> None:
    first = await desk.open("ada")
    second = await desk.refresh(first.refresh_token)
    desk.clock.advance(timedelta(seconds=10))

    again = await desk.refresh(first.refresh_token)

    assert again.refresh_token == second.refresh_token


async def test_an_old_token_after_the_grace_ends_the_session(desk: Desk) -> None:
    first = await desk.open("ada")
    second = await desk.refresh(first.refresh_token)
    desk.clock.advance(timedelta(seconds=11))

    with pytest.raises(RefreshReused):
        await desk.refresh(first.refresh_token)

    with pytest.raises(Unauthenticated, match="the session is over"):
        await desk.refresh(second.refresh_token)
    with pytest.raises(Unauthenticated, match="the session is over"):
        await desk.authenticate(second.access_token)


async def test_an_old_token_whose_successor_was_used_ends_the_session(desk: Desk) -> None:
    first = await desk.open("ada")
    second = await desk.refresh(first.refresh_token)
    await desk.refresh(second.refresh_token)

    with pytest.raises(RefreshReused):
        await desk.refresh(first.refresh_token)


async def test_a_session_ends_when_it_is_idle(desk: Desk) -> None:
    first = await desk.open("ada")
    desk.clock.advance(timedelta(days=7))

    with pytest.raises(Unauthenticated, match="the session is over"):
        await desk.refresh(first.refresh_token)


async def test_a_session_ends_for_good_however_busy_it_is(desk: Desk) -> None:
    signed_in = await desk.open("ada")
    for _ in range(5):
        desk.clock.advance(timedelta(days=6))
        if desk.clock() >= (await desk.sessions.get(SessionId("s1"))).expires_at:
            break
        signed_in = await desk.refresh(signed_in.refresh_token)

    with pytest.raises(Unauthenticated, match="the session is over"):
        await desk.refresh(signed_in.refresh_token)


async def test_an_access_token_never_outlives_its_session(desk: Desk) -> None:
    desk.terms = replace(TERMS, lasting=timedelta(minutes=3))

    signed_in = await desk.open("ada")

    assert signed_in.expires_in_s == 180


@pytest.mark.parametrize("token", ["", "s1", "s1.", "nobody.secret", ".secret"])
async def test_a_text_that_is_no_refresh_token_is_refused(desk: Desk, token: str) -> None:
    await desk.open("ada")

    with pytest.raises(Unauthenticated, match="the session is over; sign in again"):
        await desk.refresh(token)


async def test_a_session_of_another_audience_is_refused(desk: Desk) -> None:
    signed_in = await desk.open("ada")
    desk.terms = replace(TERMS, audience="admin")

    with pytest.raises(Unauthenticated):
        await desk.refresh(signed_in.refresh_token)
    await desk.live.forget([SessionId("s1")])
    with pytest.raises(Unauthenticated):
        await desk.authenticate(signed_in.access_token)


async def test_signing_out_ends_the_session_at_once(desk: Desk) -> None:
    signed_in = await desk.open("ada")

    await desk.end(signed_in.refresh_token)

    with pytest.raises(Unauthenticated):
        await desk.authenticate(signed_in.access_token)
    with pytest.raises(Unauthenticated):
        await desk.refresh(signed_in.refresh_token)


@pytest.mark.parametrize("token", ["", "s1.wrong-secret", "nobody.secret"])
async def test_signing_out_with_a_wrong_token_ends_nothing(desk: Desk, token: str) -> None:
    signed_in = await desk.open("ada")

    await desk.end(token)

    assert (await desk.authenticate(signed_in.access_token)).account == "ada"


async def test_signing_out_everywhere_ends_every_session_of_that_account(desk: Desk) -> None:
    phone = await desk.open("ada")
    laptop = await desk.open("ada")
    other = await desk.open("bob")

    await desk.end_all("ada")

    for gone in (phone, laptop):
        with pytest.raises(Unauthenticated):
            await desk.authenticate(gone.access_token)
    assert (await desk.authenticate(other.access_token)).account == "bob"


async def test_a_forgotten_hot_copy_is_looked_up_and_remembered(desk: Desk) -> None:
    signed_in = await desk.open("ada")
    await desk.live.forget([SessionId("s1")])

    assert (await desk.authenticate(signed_in.access_token)).account == "ada"

    assert await desk.live.account_of(SessionId("s1")) == "ada"


async def test_a_session_in_the_hot_copy_is_not_looked_up(desk: Desk) -> None:
    signed_in = await desk.open("ada")
    refreshed = await desk.refresh(signed_in.refresh_token)
    desk.sessions = MemorySessions()

    assert (await desk.authenticate(signed_in.access_token)).account == "ada"
    assert (await desk.authenticate(refreshed.access_token)).account == "ada"


async def test_a_refresh_brings_the_session_back_to_the_hot_copy(desk: Desk) -> None:
    signed_in = await desk.open("ada")
    await desk.live.forget([SessionId("s1")])

    await desk.refresh(signed_in.refresh_token)

    assert await desk.live.account_of(SessionId("s1")) == "ada"


async def test_a_token_of_a_session_that_is_not_stored_is_refused(desk: Desk) -> None:
    signed_in = await desk.open("ada")
    desk.sessions = MemorySessions()
    await desk.live.forget([SessionId("s1")])

    with pytest.raises(Unauthenticated, match="the session is over; sign in again"):
        await desk.authenticate(signed_in.access_token)


async def test_a_session_knows_since_when_it_is_open(desk: Desk) -> None:
    await desk.open("ada")
    desk.clock.advance(timedelta(hours=1))

    stored = await desk.sessions.get(SessionId("s1"))

    assert (stored.opened_at, stored.used_at) == (NOON, NOON)


async def test_every_token_has_a_successor_of_its_own(desk: Desk) -> None:
    tokens = [(await desk.open("ada")).refresh_token]
    for _ in range(3):
        tokens.append((await desk.refresh(tokens[-1])).refresh_token)

    secrets = {token.removeprefix("s1.") for token in tokens}

    assert len(secrets) == 4
    assert {len(secret) for secret in secrets} == {len("first-secret"), 64}


async def test_who_does_not_know_our_key_cannot_tell_a_successor() -> None:
    ours, theirs = Desk(), Desk(terms=replace(TERMS, refresh_key=b"x" * 32))
    first = await ours.open("ada")
    await theirs.open("ada")

    successors = [await desk.refresh(first.refresh_token) for desk in (ours, theirs)]

    assert successors[0].refresh_token != successors[1].refresh_token
