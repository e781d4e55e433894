"""Second factors of administrators, and acts that want a fresh proof."""

import base64
from datetime import timedelta

import pytest
from typing_extensions import override

from adapters.outbound.memory.sessions import MemorySessions
from application.accounts.admit import CHALLENGE_LASTING, Challenge
from application.accounts.sessions import SignedIn
from application.accounts.step_up import GiveProof
from application.admin.reset_second_factor import ResetAdministratorsSecondFactor
from domain.accounts import totp
from domain.accounts.administrator import Administrator
from domain.accounts.session import ProofWanted, Session
from domain.errors import Conflict, Forbidden, NotFound, RateLimited, Unauthenticated
from domain.ids import SessionId
from tests.builders import ADA, a_user
from tests.unit.application.admin.admin_house import (
    ADMIN,
    AUDITOR,
    PASSWORD,
    ROOT,
    AdminHouse,
)

STEP = timedelta(seconds=30)
LONG = timedelta(minutes=20)


class Guarded:
    """An administrator with a second factor."""

    def __init__(self) -> None:
        self.house = AdminHouse()
        self.secret = b""

    async def begin(self) -> Administrator:
        root = await self.house.administrator("root")
        factor = self.house.use.second_factor
        made = await factor.begin(root.id, password=PASSWORD, place="here")
        self.secret = base64.b32decode(made.secret)
        await factor.confirm(root.id, code=self.code())
        self.house.clock.advance(STEP)
        return root

    def code(self) -> str:
        return totp.code_of(self.secret, totp.step_at(self.house.clock()))

    async def challenged(self) -> Challenge:
        answer, _ = await self.house.use.sign_in("root@x.org", PASSWORD, place="here")
        assert isinstance(answer, Challenge)
        return answer

    async def signed_in(self) -> SignedIn:
        challenge = await self.challenged()
        return await self.house.use.answer_challenge(challenge.token, self.code())


async def session_of(house: AdminHouse, signed_in: SignedIn) -> SessionId:
    found = await house.use.identify(signed_in.access_token)
    return found.session


async def test_a_second_factor_is_asked_for_after_the_password() -> None:
    guarded = Guarded()
    root = await guarded.begin()
    challenge = await guarded.challenged()

    assert challenge.expires_in_s == CHALLENGE_LASTING.total_seconds() == 300
    assert challenge.token not in repr(challenge)
    assert guarded.house.use.answer_challenge.account_of(challenge.token) == root.id
    signed_in = await guarded.house.use.answer_challenge(challenge.token, guarded.code())

    found = await guarded.house.use.identify(signed_in.access_token)
    assert found.administrator.id == root.id


async def test_a_challenge_opens_nothing_by_itself() -> None:
    guarded = Guarded()
    await guarded.begin()
    challenge = await guarded.challenged()

    with pytest.raises(Unauthenticated):
        await guarded.house.use.identify(challenge.token)
    with pytest.raises(Unauthenticated, match="code"):
        await guarded.house.use.answer_challenge(challenge.token, "000000")


async def test_a_challenge_ends_after_five_minutes() -> None:
    guarded = Guarded()
    await guarded.begin()
    challenge = await guarded.challenged()
    guarded.house.clock.advance(CHALLENGE_LASTING)

    with pytest.raises(Unauthenticated):
        await guarded.house.use.answer_challenge(challenge.token, guarded.code())


async def test_a_challenge_is_over_where_the_second_factor_is_taken_off() -> None:
    guarded = Guarded()
    root = await guarded.begin()
    challenge = await guarded.challenged()
    await guarded.house.factors.remove(root.id)

    with pytest.raises(Unauthenticated, match="sign in again"):
        await guarded.house.use.answer_challenge(challenge.token, guarded.code())


async def test_a_factor_that_was_never_confirmed_is_not_asked_for() -> None:
    house = AdminHouse()
    root = await house.administrator("root")
    await house.use.second_factor.begin(root.id, password=PASSWORD, place="here")

    answer, _ = await house.use.sign_in("root@x.org", PASSWORD, place="here")

    assert isinstance(answer, SignedIn)


async def test_a_dangerous_act_wants_a_proof_that_is_fresh() -> None:
    house = AdminHouse()
    root = await house.administrator("root")
    answer, _ = await house.use.sign_in("root@x.org", PASSWORD, place="here")
    assert isinstance(answer, SignedIn)
    session = await session_of(house, answer)
    await house.use.require_proof(session)
    house.clock.advance(LONG)
    with pytest.raises(ProofWanted):
        await house.use.require_proof(session)

    with pytest.raises(Forbidden, match="password is wrong"):
        await house.use.give_proof(
            session, account=root.id, code="", password="wrong", place="here"
        )
    await house.use.give_proof(session, account=root.id, code="", password=PASSWORD, place="here")

    await house.use.require_proof(session)


async def test_where_there_is_a_second_factor_the_password_proves_nothing() -> None:
    guarded = Guarded()
    root = await guarded.begin()
    house = guarded.house
    session = await session_of(house, await guarded.signed_in())
    house.clock.advance(LONG)

    with pytest.raises(Forbidden, match="give a code"):
        await house.use.give_proof(
            session, account=root.id, code="", password=PASSWORD, place="here"
        )
    with pytest.raises(Forbidden):
        await house.use.give_proof(
            session, account=root.id, code="000000", password="", place="here"
        )
    with pytest.raises(ProofWanted):
        await house.use.require_proof(session)
    await house.use.give_proof(
        session, account=root.id, code=guarded.code(), password="", place="here"
    )

    await house.use.require_proof(session)


async def test_a_proof_is_kept_also_where_the_session_was_refreshed_meanwhile() -> None:
    class Crowded(MemorySessions):  # type: ignore[misc]  # refreshed once before each save
        crowd = 1

        @override
        async def save(self, session: Session) -> Session:
            if self.crowd:
                self.crowd -= 1
                raise Conflict("refreshed")
            return await super().save(session)

    house = AdminHouse()
    root = await house.administrator("root")
    sessions = Crowded()
    answer, _ = await house.use.sign_in("root@x.org", PASSWORD, place="here")
    assert isinstance(answer, SignedIn)
    session = await session_of(house, answer)
    await sessions.add(await house.sessions.get(session))
    house.clock.advance(LONG)
    give = GiveProof(
        sessions=sessions,
        factor_of=house.use.second_factor.read,
        check_code=house.use.second_factor.check_code,
        prove=house.use.give_proof.prove,
        clock=house.clock,
    )

    await give(session, account=root.id, code="", password=PASSWORD, place="here")

    (await sessions.get(session)).require_proof(at=house.clock())


async def test_after_too_many_wrong_passwords_a_proof_waits_too() -> None:
    house = AdminHouse()
    root = await house.administrator("root")
    for _ in range(5):
        with pytest.raises(Forbidden):
            await house.use.give_proof.prove(root.id, "wrong", place="here")

    with pytest.raises(RateLimited):
        await house.use.give_proof.prove(root.id, PASSWORD, place="here")


async def test_who_lost_theirs_is_let_in_by_password_and_signed_out_everywhere() -> None:
    house = AdminHouse()
    await house.users.add(a_user())
    factor = house.use.second_factor
    root = await house.administrator("root")
    await factor.begin(root.id, password=PASSWORD, place="here")
    mine = await house.factors.of(root.id)
    assert mine is not None
    session = await house.open_chat_session(ADA)

    await house.use.reset_second_factor(ADA, by=ADMIN)

    assert await house.factors.of(ADA) is None
    assert await house.factors.of(root.id) == mine
    with pytest.raises(Unauthenticated):
        await house.authenticate_chat(session.access_token)
    with pytest.raises(Forbidden):
        await house.use.reset_second_factor(ADA, by=AUDITOR)


async def test_only_root_takes_off_an_administrator_s() -> None:
    guarded = Guarded()
    root = await guarded.begin()
    house = guarded.house
    signed_in = await guarded.signed_in()
    reset = ResetAdministratorsSecondFactor(
        administrators=house.administrators,
        factors=house.factors,
        end_all_sessions=house.use.reset_second_factor.end_all_sessions,
    )

    with pytest.raises(Forbidden):
        await reset("root@x.org", by=ADMIN)
    with pytest.raises(NotFound, match="nobody"):
        await reset("nobody@x.org", by=ROOT)
    assert await reset(" Root@x.org", by=ROOT) == root.id

    assert await house.factors.of(root.id) is None
    with pytest.raises(Unauthenticated):
        await house.use.identify(signed_in.access_token)
