"""What models remember of the caller."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound.chat.use_cases import Caller, UseCases
from domain.accounts.memory import Memory
from domain.ids import FactId

router = APIRouter(prefix="/api/memory", tags=["memory"])


class Switch(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    is_on: bool


class FactIn(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    text: str = Field(max_length=4_000)


class FactOut(BaseModel):
    id: str
    text: str
    at: datetime


class MemoryOut(BaseModel):
    """While it is off, what is there is told to no model."""

    is_on: bool
    facts: list[FactOut]


def _out(memory: Memory) -> MemoryOut:
    return MemoryOut(
        is_on=memory.is_on,
        facts=[FactOut(id=each.id, text=each.text, at=each.at) for each in memory.facts],
    )


@router.get("", operation_id="readMemory")
async def read_memory(caller: Caller, use: UseCases) -> MemoryOut:
    return _out(await use.memory.read(by=caller))


@router.put("", operation_id="switchMemory")
async def switch_memory(body: Switch, caller: Caller, use: UseCases) -> MemoryOut:
    return _out(await use.memory.switch(on=body.is_on, by=caller))


@router.post("/facts", status_code=201, operation_id="addFact")
async def add_fact(body: FactIn, caller: Caller, use: UseCases) -> MemoryOut:
    return _out(await use.memory.add(body.text, by=caller))


@router.put("/facts/{id}", operation_id="changeFact")
async def change_fact(id: str, body: FactIn, caller: Caller, use: UseCases) -> MemoryOut:
    return _out(await use.memory.change(FactId(id), body.text, by=caller))


@router.delete("/facts/{id}", operation_id="forgetFact")
async def forget_fact(id: str, caller: Caller, use: UseCases) -> MemoryOut:
    return _out(await use.memory.forget(FactId(id), by=caller))
