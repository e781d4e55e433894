from fastapi import APIRouter
from pydantic import BaseModel

from adapters.inbound.chat.use_cases import Caller, UseCases
from domain.tools.tool import Approval

router = APIRouter(prefix="/api/tools", tags=["tools"])


class ToolOut(BaseModel):
    name: str
    title: str
    description: str
    approval: Approval


class ToolsOut(BaseModel):
    tools: list[ToolOut]


@router.get("", operation_id="listTools")
async def list_tools(caller: Caller, use: UseCases) -> ToolsOut:
    """Those that the caller may have models use."""
    return ToolsOut(
        tools=[
            ToolOut(
                name=spec.name,
                title=spec.title,
                description=spec.description,
                approval=spec.approval,
            )
            for spec in await use.list_tools(by=caller)
        ]
    )
