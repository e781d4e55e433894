from datetime import timedelta

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound.chat.use_cases import Caller, UseCases
from application.chat.retention import RetentionOfPerson

router = APIRouter(prefix="/api/retention", tags=["retention"])


class RetentionOut(BaseModel):
    """Days without a change after which a chat that is not pinned is deleted; none: never.

    `days` is what holds: the shorter of the operator's and one's own.
    """

    days: int | None
    operator_days: int | None
    own_days: int | None
    temporary_hours: float


class RetentionWish(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    days: int | None = Field(description="None: as long as the operator keeps them")


def _out(found: RetentionOfPerson) -> RetentionOut:
    return RetentionOut(
        days=found.holds.days,
        operator_days=found.rule.days,
        own_days=found.chosen,
        temporary_hours=found.rule.temporary / timedelta(hours=1),
    )


@router.get("", operation_id="readRetention")
async def read_retention(caller: Caller, use: UseCases) -> RetentionOut:
    return _out(await use.retention.read(by=caller))


@router.put("", operation_id="chooseRetention")
async def choose_retention(body: RetentionWish, caller: Caller, use: UseCases) -> RetentionOut:
    return _out(await use.retention.choose(body.days, by=caller))
