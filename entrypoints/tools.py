"""What models can do beside talking, and agents, put together for a service."""

from collections.abc import Sequence
from typing import assert_never

import structlog

from adapters.outbound.system.clock import monotonic_s, utc_now
from adapters.outbound.tools.built_in import BuiltInTools
from adapters.outbound.tools.calculator import Calculator
from adapters.outbound.tools.clock import ClockTool
from adapters.outbound.tools.web_fetch import WebFetch
from adapters.outbound.tools.web_search import Brave, SearchService, SearXng, Tavily, WebSearch
from application.agents.agent_access import AgentAccess
from application.agents.agent_loop import AgentLoop
from application.agents.answerers import Answerers
from application.agents.prepare_agent import PrepareAgent
from application.agents.run_tool import RunTool
from application.agents.toolbox import Toolbox
from application.files.read_knowledge import ReadKnowledge
from application.metering import Metering
from application.ports.tools import Tool, ToolSource
from entrypoints.configuration.tools import ToolsSettings
from entrypoints.connected import connected_sources
from entrypoints.container import Container
from entrypoints.ways_out import egress

_log = structlog.get_logger("tools")


def toolbox(container: Container, *others: Tool, sources: Sequence[ToolSource] = ()) -> Toolbox:
    """What is built in, what else this service has, what the operator and people connected."""
    settings = container.settings().tools
    built_in = list[Tool]([Calculator(), ClockTool(utc_now), *others])
    if settings.web_fetch:
        built_in.append(WebFetch(egress(settings.trusted)))
    if (service := _search(settings)) is not None:
        built_in.append(WebSearch(egress(settings.search_places), service))
    return Toolbox(sources=(BuiltInTools(built_in), *sources, *connected_sources(container)))


def _search(settings: ToolsSettings) -> SearchService | None:
    key = settings.web_search_key.get_secret_value() if settings.web_search_key else ""
    match settings.web_search:
        case "searxng":
            return SearXng(settings.web_search_url or "")
        case "brave":
            return Brave(key)
        case "tavily":
            return Tavily(key)
        case "off":
            return None
        case _:
            assert_never(settings.web_search)


def agent_loop(metering: Metering) -> AgentLoop:
    return AgentLoop(
        metering=metering,
        run_tool=RunTool(stopwatch=monotonic_s, report=_report),
        stopwatch=monotonic_s,
    )


def agent_access(container: Container) -> AgentAccess:
    return AgentAccess(agents=container.agents(), teams=container.teams())


def answerers(container: Container) -> Answerers:
    return Answerers(catalog=container.catalog(), access=agent_access(container))


def prepare_agent(container: Container, tools: Toolbox, knowledge: ReadKnowledge) -> PrepareAgent:
    return PrepareAgent(toolbox=tools, knowledge=knowledge, users=container.users(), clock=utc_now)


def _report(tool: str, error: Exception) -> None:
    _log.error("tool failed", tool=tool, exc_info=error)
