from collections.abc import Sequence
from dataclasses import dataclass

from application.agents.toolbox import Toolbox
from domain.ids import UserId
from domain.tools.tool import ToolSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class ListTools:
    """What a person may have models use, by title."""

    toolbox: Toolbox

    async def __call__(self, *, by: UserId) -> Sequence[ToolSpec]:
        specs = [tool.spec for tool in (await self.toolbox.of(by)).values()]
        return sorted(specs, key=lambda spec: (spec.title.casefold(), spec.name))
