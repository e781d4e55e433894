from collections.abc import Sequence
from dataclasses import dataclass
from typing import final

from typing_extensions import override

from application.ports.tools import Tool, ToolSource
from domain.ids import UserId


@final
@dataclass(frozen=True, slots=True)
class BuiltInTools(ToolSource):
    """The same ones for everybody."""

    built_in: Sequence[Tool]

    @override
    async def tools(self, *, by: UserId) -> Sequence[Tool]:
        return self.built_in
