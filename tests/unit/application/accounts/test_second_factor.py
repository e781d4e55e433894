"""SEC-14: a code counts once, five tries are judged, and all changes need password and code."""

import asyncio
import base64
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

import pytest
from typing_extensions import override

from adapters.outbound.memory.second_factors import MemorySecondFactors
from adapters.outbound.system.sealing import AesSealing
from application.accounts.second_factor import ProvePassword, second_factor_use_cases
from domain.accounts import totp
from domain.accounts.second_factor import SecondFactor, WrongCode
from domain.errors import Conflict, Forbidden, Invalid, NotFound, RateLimited
from tests.clock import FakeClock

PEPPER = b"p" * 32
STEP = timedelta(seconds=30)


class Password(ProvePassword):
    @override
    async def __call__(self, account: str, password: str, *, place: str) -> str:
        if password != "right":
            raise Forbidden("the password is wrong")
        return f"{account}@x.org"


class Busy(MemorySecondFactors):  # type: ignore[misc]  # a store that takes its time
    @override
    async def save(self, factor: SecondFactor) -> SecondFactor:
        await asyncio.sleep(0)
        return await super().save(factor)


@dataclass
class Desk:
    factors: MemorySecondFactors = field(default_factory=MemorySecondFactors)

    def __post_init__(self) -> None:
        numbers = count(1)
        self.clock = FakeClock()
        self.use = second_factor_use_cases(
            factors=self.factors,
            sealing=AesSealing(PEPPER),
            prove=Password(),
            pepper=PEPPER,
            new_secret=lambda: f"{next(numbers)}" * 40,
            clock=self.clock,
        )
        self.secret = b""

    def code(self) -> str:
        return totp.code_of(self.secret, totp.step_at(self.clock()))

    async def begin(self) -> None:
        made = await self.use.begin("ada", password="right", place="here")
        self.secret = totp_secret(made.secret)

    async def turned_on(self) -> tuple[str, ...]:
        await self.begin()
        codes = await self.use.confirm("ada", code=self.code())
        self.clock.advance(STEP)
        return codes


def totp_secret(text: str) -> bytes:
    return base64.b32decode(text)


async def test_it_is_on_once_a_code_confirms_it() -> None:
    desk = Desk()
    await desk.begin()
    assert await desk.use.read("ada") is None

    codes = await desk.use.confirm("ada", code=desk.code())

    found = await desk.use.read("ada")
    assert found is not None
    assert found.confirmed_at == desk.clock()
    assert len(set(codes)) == 10
    assert {len(each) for each in codes} == {11}


async def test_nothing_kept_can_be_used_by_who_reads_it() -> None:
    desk = Desk()
    codes = await desk.turned_on()

    kept = str(await desk.factors.of("ada"))
    row = await desk.factors.of("ada")

    assert row is not None
    assert totp.secret_text(desk.secret) not in kept
    assert desk.secret.hex() not in row.sealed_secret
    assert not {each.replace("-", "") for each in codes} & set(row.backup_digests)
    with pytest.raises(Invalid):
        AesSealing(PEPPER).open(row.sealed_secret, purpose="second factor:eve")


async def test_a_code_counts_once() -> None:
    desk = Desk()
    await desk.turned_on()
    code = desk.code()

    await desk.use.check_code("ada", f" {code[:3]} {code[3:]} ")

    with pytest.raises(WrongCode, match="used before"):
        await desk.use.check_code("ada", code)


async def test_the_code_that_confirmed_it_opens_nothing_else() -> None:
    desk = Desk()
    await desk.begin()
    code = desk.code()
    await desk.use.confirm("ada", code=code)

    with pytest.raises(WrongCode):
        await desk.use.check_code("ada", code)


async def test_a_backup_code_counts_once_however_it_is_typed() -> None:
    desk = Desk()
    codes = await desk.turned_on()

    await desk.use.check_code("ada", codes[3].upper().replace("-", " "))

    with pytest.raises(WrongCode):
        await desk.use.check_code("ada", codes[3])
    found = await desk.use.read("ada")
    assert found is not None
    assert len(found.backup_digests) == 9


async def test_after_five_wrong_codes_the_right_one_waits_too() -> None:
    desk = Desk()
    await desk.turned_on()
    for _ in range(5):
        with pytest.raises(WrongCode):
            await desk.use.check_code("ada", "000000")

    with pytest.raises(RateLimited, match="wait 300 seconds"):
        await desk.use.check_code("ada", desk.code())
    desk.clock.advance(timedelta(minutes=5))
    with pytest.raises(WrongCode):
        await desk.use.check_code("ada", "000000")
    with pytest.raises(RateLimited, match="wait 600 seconds"):
        await desk.use.check_code("ada", desk.code())
    desk.clock.advance(timedelta(minutes=10))

    assert (await desk.use.check_code("ada", desk.code())).failures == 0


async def test_a_day_later_old_failures_are_forgotten() -> None:
    desk = Desk()
    await desk.turned_on()
    for _ in range(4):
        with pytest.raises(WrongCode):
            await desk.use.check_code("ada", "000000")
    desk.clock.advance(timedelta(days=1))

    for _ in range(5):
        with pytest.raises(WrongCode):
            await desk.use.check_code("ada", "000000")


async def test_of_fifty_guesses_at_once_five_are_judged() -> None:
    desk = Desk(factors=Busy())
    await desk.turned_on()

    tries = [desk.use.check_code("ada", f"{n:06}") for n in range(50)]
    outcomes = await asyncio.gather(*tries, return_exceptions=True)

    assert sum(isinstance(each, WrongCode) for each in outcomes) == 5
    assert sum(isinstance(each, RateLimited) for each in outcomes) == 45


async def test_of_many_who_use_a_code_at_once_one_gets_in() -> None:
    desk = Desk(factors=Busy())
    await desk.turned_on()

    tries = [desk.use.check_code("ada", desk.code()) for _ in range(5)]
    outcomes = await asyncio.gather(*tries, return_exceptions=True)

    assert sum(isinstance(each, SecondFactor) for each in outcomes) == 1


async def test_a_second_one_waits_until_the_first_is_off() -> None:
    desk = Desk()
    await desk.turned_on()

    with pytest.raises(Conflict):
        await desk.begin()
    with pytest.raises(Conflict):
        await desk.use.confirm("ada", code=desk.code())


async def test_what_was_begun_and_left_is_begun_anew() -> None:
    desk = Desk()
    await desk.begin()
    before = desk.secret

    await desk.begin()

    assert desk.secret != before
    assert len(await desk.use.confirm("ada", code=desk.code())) == 10


async def test_a_session_alone_changes_nothing() -> None:
    desk = Desk()
    await desk.turned_on()

    with pytest.raises(Forbidden, match="password is wrong"):
        await desk.use.begin("eve", password="wrong", place="here")
    for act in (desk.use.remove, desk.use.renew_backup_codes):
        with pytest.raises(Forbidden, match="password is wrong"):
            await act("ada", password="wrong", code=desk.code(), place="here")
        with pytest.raises(WrongCode):
            await act("ada", password="right", code="000000", place="here")
    assert await desk.use.read("ada") is not None


async def test_new_backup_codes_end_the_old_ones() -> None:
    desk = Desk()
    old = await desk.turned_on()

    new = await desk.use.renew_backup_codes("ada", password="right", code=desk.code(), place="here")

    assert not set(old) & set(new)
    with pytest.raises(WrongCode):
        await desk.use.check_code("ada", old[0])
    await desk.use.check_code("ada", new[0])


async def test_password_and_code_turn_it_off() -> None:
    desk = Desk()
    await desk.turned_on()

    await desk.use.remove("ada", password="right", code=desk.code(), place="here")

    assert await desk.use.read("ada") is None
    with pytest.raises(NotFound):
        await desk.use.remove("ada", password="right", code=desk.code(), place="here")


@pytest.mark.parametrize(
    "text", ["", "12345", "1234567", "ä", "\uff11\uff12\uff13", "aaaaa-aaaaa", "-"]
)
async def test_what_is_no_code_opens_nothing(text: str) -> None:
    desk = Desk()
    await desk.turned_on()

    with pytest.raises(WrongCode):
        await desk.use.check_code("ada", text)
