from fastapi import FastAPI

from adapters.inbound.http.shutdown import Shutdown
from adapters.inbound.relay.app import create_app
from adapters.inbound.relay.use_cases import RelayUseCases
from adapters.outbound.redis.leases import RedisLeases
from adapters.outbound.redis.response_cache import RedisResponseCache
from adapters.outbound.system.clock import utc_now
from adapters.outbound.system.ids import new_id
from application.agents.read_agents import ListAgents
from application.relay.ask_agent import AskAgent
from application.relay.ask_model import AskModel
from application.relay.background_answers import BackgroundAnswers
from application.relay.carry_reasoning import CarryReasoning
from application.relay.count_tokens import CountTokens
from application.relay.forget_answer import ForgetAnswer
from application.relay.keep_answer import KeepAnswer
from application.relay.pass_plainly import PassPlainly
from application.relay.read_answer import ReadAnswer
from application.relay.recall_conversation import RecallConversation
from application.relay.reuse_answers import ReuseAnswers
from application.relay.stop_answer import StopAnswer
from domain.formats.request_limits import RequestLimits
from entrypoints.container import Container
from entrypoints.files import file_desk
from entrypoints.life import container_for, lifespan_of, readiness_of
from entrypoints.settings import Settings
from entrypoints.system import heartbeat
from entrypoints.tools import agent_access, agent_loop, answerers, prepare_agent, toolbox


def use_cases(container: Container) -> RelayUseCases:
    catalog, answers = container.catalog(), container.kept_answers()
    access = container.access()
    leases, signals = container.leases(), container.stop_signals()
    read_answer = ReadAnswer(answers=answers, leases=leases)
    desk = file_desk(container)
    return RelayUseCases(
        access=access,
        granted_models=container.granted_models(),
        admit_key=container.admission(),
        answers=answers,
        keep_answer=KeepAnswer(answers=answers),
        read_answer=read_answer,
        stop_answer=StopAnswer(read_answer=read_answer, stop_signals=signals),
        forget_answer=ForgetAnswer(answers=answers, stop_signals=signals),
        background=BackgroundAnswers(
            answers=answers, leases=leases, stop_signals=signals, worker=new_id()
        ),
        reuse_answers=ReuseAnswers(
            cache=RedisResponseCache(container.patient_redis()),
            leases=RedisLeases(container.patient_redis()),
            catalog=catalog,
            access=access,
            metering=container.metering(),
        ),
        recall_conversation=RecallConversation(answers=answers),
        ask_model=AskModel(
            catalog=catalog,
            metering=container.metering(),
            passages=container.models(),
            carry_reasoning=CarryReasoning(store=container.carried_reasoning()),
        ),
        ask_agent=AskAgent(
            answerers=answerers(container),
            prepare=prepare_agent(container, toolbox(container, desk.search), desk.knowledge),
            loop=agent_loop(container.metering()),
        ),
        list_agents=ListAgents(access=agent_access(container)),
        count_tokens=CountTokens(catalog=catalog, access=access, counters=container.models()),
        embed=container.embed(source="relay"),
        pass_plainly=PassPlainly(
            catalog=catalog,
            access=access,
            metering=container.metering(),
            passages=container.models(),
        ),
        catalog=catalog,
        clock=utc_now,
        new_id=new_id,
        limits=_limits(container.settings()),
        reasoning_to_anthropic_clients=container.settings().reasoning_to_anthropic_clients,
    )


def _limits(settings: Settings) -> RequestLimits:
    return RequestLimits(
        body_bytes=settings.relay_body_mb * 1024 * 1024,
        depth=settings.relay_json_depth,
        messages=settings.relay_messages_max,
        tools=settings.relay_tools_max,
    )


def create(settings: Settings, shutdown: Shutdown) -> FastAPI:
    """The relay on the stores that the settings name."""
    container = container_for(settings)
    return create_app(
        use_cases(container),
        is_ready=readiness_of(container),
        shutdown=shutdown,
        lifespan=lifespan_of(
            container, asks_models=True, heartbeat=heartbeat(container, "relay", shutdown)
        ),
    )
