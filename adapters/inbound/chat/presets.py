from dataclasses import asdict
from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound.chat.agents import ParametersIn
from adapters.inbound.chat.use_cases import Caller, UseCases
from application.library.presets import WantedPreset
from domain.agents.agent import Parameters
from domain.ids import PresetId
from domain.library.preset import Preset

router = APIRouter(prefix="/api/presets", tags=["presets"])

_NAME_MAX = 200
_TOOLS_MAX = 300


class PresetIn(BaseModel):
    """One that has the name of another takes its place."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: str = Field(max_length=_NAME_MAX)
    model: str = Field(max_length=_NAME_MAX)
    parameters: ParametersIn = Field(default_factory=ParametersIn)
    tools: list[str] = Field(default=[], max_length=_TOOLS_MAX)


class PresetOut(BaseModel):
    id: str
    name: str
    model: str
    parameters: ParametersIn
    tools: list[str]
    saved_at: datetime


class PresetsOut(BaseModel):
    presets: list[PresetOut]


def _out(preset: Preset) -> PresetOut:
    return PresetOut(
        id=preset.id,
        name=preset.name,
        model=preset.model,
        parameters=ParametersIn(**asdict(preset.parameters)),
        tools=list(preset.tools),
        saved_at=preset.saved_at,
    )


@router.get("", operation_id="listPresets")
async def list_presets(caller: Caller, use: UseCases) -> PresetsOut:
    return PresetsOut(presets=[_out(each) for each in await use.library.list_presets(by=caller)])


@router.post("", status_code=201, operation_id="savePreset")
async def save_preset(body: PresetIn, caller: Caller, use: UseCases) -> PresetOut:
    wanted = WantedPreset(
        name=body.name,
        model=body.model,
        parameters=Parameters(**body.parameters.model_dump()),
        tools=tuple(dict.fromkeys(body.tools)),
    )
    return _out(await use.library.save_preset(wanted, by=caller))


@router.delete("/{id}", status_code=204, operation_id="deletePreset")
async def delete_preset(id: str, caller: Caller, use: UseCases) -> None:
    await use.library.delete_preset(PresetId(id), by=caller)
