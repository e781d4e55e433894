"""What models can do beside talking, put together for a service."""

import structlog

from adapters.outbound.system.clock import monotonic_s, utc_now
from adapters.outbound.tools.built_in import BuiltInTools
from adapters.outbound.tools.calculator import Calculator
from adapters.outbound.tools.clock import ClockTool
from application.agents.agent_loop import AgentLoop
from application.agents.run_tool import RunTool
from application.agents.toolbox import Toolbox
from application.metering import Metering

_log = structlog.get_logger("tools")


def toolbox() -> Toolbox:
    return Toolbox(sources=(BuiltInTools((Calculator(), ClockTool(utc_now))),))


def agent_loop(metering: Metering) -> AgentLoop:
    return AgentLoop(
        metering=metering,
        run_tool=RunTool(stopwatch=monotonic_s, report=_report),
        stopwatch=monotonic_s,
    )


def _report(tool: str, error: Exception) -> None:
    _log.error("tool failed", tool=tool, exc_info=error)
