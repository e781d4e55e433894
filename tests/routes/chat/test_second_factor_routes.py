"""SEC-14: the second step over HTTP; a challenge or a session alone opens nothing."""

import base64
from datetime import timedelta

import pytest

from domain.accounts import totp
from domain.ids import UserId
from tests.routes.chat.service import ADA, Service

PATH = "/api/me/second-factor"
PASSWORD = {"password": ADA["password"]}
CREDENTIALS = {"email": ADA["email"], **PASSWORD}


class Authenticator:
    """Ada's telephone: on when made, one step after its first code."""

    def __init__(self, service: Service, headers: dict[str, str]) -> None:
        self.service, self.headers = service, headers
        self.secret = b""
        self.backup_codes: list[str] = []

    async def turn_on(self) -> "Authenticator":
        post = self.service.client.post
        begun = (await post(PATH, json=PASSWORD, headers=self.headers)).json()
        self.secret = base64.b32decode(begun["secret"])
        confirmed = await post(
            f"{PATH}/confirmation", json={"code": self.code()}, headers=self.headers
        )
        self.backup_codes = confirmed.json()["codes"]
        self.service.house.clock.advance(timedelta(seconds=30))
        return self

    def code(self) -> str:
        return totp.code_of(self.secret, totp.step_at(self.service.house.clock()))

    async def challenge(self) -> str:
        reply = await self.service.client.post("/api/auth/sign-in", json=CREDENTIALS)
        assert reply.status_code == 202
        assert not reply.cookies
        return str(reply.json()["challenge"])

    async def answer(self, challenge: str, code: str) -> int:
        body = {"challenge": challenge, "code": code}
        return (await self.service.client.post("/api/auth/second-factor", json=body)).status_code


async def test_an_authenticator_is_told_a_secret_as_text_and_picture(service: Service) -> None:
    ada = await service.register()

    made = (await service.client.post(PATH, json=PASSWORD, headers=ada)).json()

    assert made["address"].startswith(f"otpauth://totp/Parley:ada%40x.org?secret={made['secret']}")
    assert {len(row) for row in made["picture"]} == {len(made["picture"])}
    assert made["picture"][0].startswith("1111111")
    assert (await service.client.get(PATH, headers=ada)).json() == {
        "is_on": False,
        "since": None,
        "backup_codes_left": 0,
    }


async def test_signing_in_takes_the_password_and_then_a_code(service: Service) -> None:
    phone = await Authenticator(service, await service.register()).turn_on()
    challenge = await phone.challenge()

    reply = await service.client.post(
        "/api/auth/second-factor", json={"challenge": challenge, "code": phone.code()}
    )

    assert reply.status_code == 200
    assert reply.json()["user"]["email"] == ADA["email"]
    assert "parley-refresh" in reply.cookies
    there = {"authorization": f"Bearer {reply.json()['access_token']}"}
    assert (await service.client.get(PATH, headers=there)).json()["backup_codes_left"] == 10


async def test_a_challenge_opens_nothing_by_itself(service: Service) -> None:
    phone = await Authenticator(service, await service.register()).turn_on()
    challenge = await phone.challenge()

    for path in ("/api/me", PATH, "/api/conversations"):
        headers = {"authorization": f"Bearer {challenge}"}
        assert (await service.client.get(path, headers=headers)).status_code == 401


async def test_a_wrong_code_and_a_wrong_challenge_open_nothing(service: Service) -> None:
    headers = await service.register()
    phone = await Authenticator(service, headers).turn_on()
    challenge = await phone.challenge()
    access = headers["authorization"].removeprefix("Bearer ")

    assert await phone.answer(challenge, "000000") == 401
    assert await phone.answer(access, phone.code()) == 401
    assert await phone.answer("nonsense", phone.code()) == 401
    assert await phone.answer(challenge, phone.backup_codes[0]) == 200
    assert await phone.answer(challenge, phone.backup_codes[0]) == 401


async def test_a_challenge_ends(service: Service) -> None:
    phone = await Authenticator(service, await service.register()).turn_on()
    challenge = await phone.challenge()

    service.house.clock.advance(timedelta(minutes=5))

    assert await phone.answer(challenge, phone.code()) == 401


async def test_who_was_disabled_meanwhile_is_not_let_in(service: Service) -> None:
    headers = await service.register()
    phone = await Authenticator(service, headers).turn_on()
    challenge = await phone.challenge()
    me = (await service.client.get("/api/me", headers=headers)).json()
    user = await service.house.users.get(UserId(me["id"]))
    await service.house.users.save(user.disable())

    assert await phone.answer(challenge, phone.code()) == 401


async def test_turning_it_on_signs_out_everywhere_else(service: Service) -> None:
    here = await service.register()
    signed = await service.client.post("/api/auth/sign-in", json=CREDENTIALS)
    there = {"authorization": f"Bearer {signed.json()['access_token']}"}

    await Authenticator(service, here).turn_on()

    assert (await service.client.get("/api/me", headers=there)).status_code == 401
    assert (await service.client.get("/api/me", headers=here)).status_code == 200


@pytest.mark.parametrize(("act", "status"), [("backup-codes", 200), ("removal", 204)])
async def test_a_session_alone_changes_nothing(service: Service, act: str, status: int) -> None:
    ada = await service.register()
    phone = await Authenticator(service, ada).turn_on()

    async def tried(password: str, code: str) -> int:
        body = {"password": password, "code": code}
        return (await service.client.post(f"{PATH}/{act}", json=body, headers=ada)).status_code

    assert await tried("wrong", phone.code()) == 403
    assert await tried(ADA["password"], "000000") == 403
    assert (await service.client.get(PATH, headers=ada)).json()["is_on"]
    assert await tried(ADA["password"], phone.code()) == status


async def test_once_off_the_password_is_enough(service: Service) -> None:
    ada = await service.register()
    phone = await Authenticator(service, ada).turn_on()
    await service.client.post(
        f"{PATH}/removal", json={**PASSWORD, "code": phone.code()}, headers=ada
    )

    signed = await service.client.post("/api/auth/sign-in", json=CREDENTIALS)

    assert signed.status_code == 200
