"""A second factor in the words of HTTP, the same for every kind of account."""

from datetime import datetime
from typing import Any, Final

import segno
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from application.accounts.admit import Challenge
from application.accounts.second_factor import NewSecondFactor
from domain.accounts.second_factor import SecondFactor

_SECRET_LENGTH_MAX: Final = 1_000
_CODE_LENGTH_MAX: Final = 40


class Answer(BaseModel):
    """What a challenge is answered with: a code of the authenticator, or a backup code."""

    model_config = ConfigDict(extra="forbid", strict=True)

    challenge: str = Field(max_length=4_096)
    code: str = Field(max_length=_CODE_LENGTH_MAX)


class PasswordGiven(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    password: str = Field(max_length=_SECRET_LENGTH_MAX)


class CodeGiven(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    code: str = Field(max_length=_CODE_LENGTH_MAX)


class BothGiven(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    password: str = Field(max_length=_SECRET_LENGTH_MAX)
    code: str = Field(max_length=_CODE_LENGTH_MAX)


class ChallengeOut(BaseModel):
    """The password was right; `challenge` goes back with a code before it ends."""

    challenge: str
    expires_in_s: int


class SecondFactorOut(BaseModel):
    """`since` is missing while it is off."""

    is_on: bool
    since: datetime | None
    backup_codes_left: int

    @classmethod
    def of(cls, factor: SecondFactor | None) -> "SecondFactorOut":
        return cls(
            is_on=factor is not None,
            since=factor and factor.confirmed_at,
            backup_codes_left=len(factor.backup_digests) if factor else 0,
        )


class NewSecondFactorOut(BaseModel):
    """`picture` is a QR code, row by row, dark modules as `1`; `address` is what it says."""

    secret: str
    address: str
    picture: list[str]

    @classmethod
    def of(cls, made: NewSecondFactor) -> "NewSecondFactorOut":
        rows = segno.make(made.address, error="m", micro=False).matrix
        return cls(
            secret=made.secret,
            address=made.address,
            picture=["".join("1" if module else "0" for module in row) for row in rows],
        )


class BackupCodesOut(BaseModel):
    """Shown once. Each opens once."""

    codes: list[str]


CHALLENGED: Final[dict[int | str, dict[str, Any]]] = {
    202: {"model": ChallengeOut, "description": "A code is wanted first"}
}


def challenge_answer(challenge: Challenge) -> JSONResponse:
    body = ChallengeOut(challenge=challenge.token, expires_in_s=challenge.expires_in_s)
    return JSONResponse(body.model_dump(), status_code=202)
