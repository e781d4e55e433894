from dataclasses import dataclass, field

from fastapi import Request

from adapters.inbound.relay.showing import ToAnthropicClients
from application.agents.read_agents import ListAgents
from application.embed import Embed
from application.granted_models import GrantedModels
from application.ports.access import Access
from application.ports.clock import Clock
from application.ports.ids import NewId
from application.ports.kept_answers import KeptAnswers
from application.ports.language_models import ModelCatalog
from application.relay.ask_agent import AskAgent
from application.relay.ask_model import AskModel
from application.relay.background_answers import BackgroundAnswers
from application.relay.count_tokens import CountTokens
from application.relay.forget_answer import ForgetAnswer
from application.relay.keep_answer import KeepAnswer
from application.relay.pass_plainly import PassPlainly
from application.relay.read_answer import ReadAnswer
from application.relay.recall_conversation import RecallConversation
from application.relay.reuse_answers import ReuseAnswers
from application.relay.shared_admission import Admit
from application.relay.stop_answer import StopAnswer
from domain.formats.request_limits import RequestLimits


@dataclass(frozen=True, slots=True, kw_only=True)
class RelayUseCases:
    """Everything the relay can be asked to do."""

    admit_key: Admit
    access: Access
    ask_model: AskModel
    ask_agent: AskAgent
    list_agents: ListAgents
    answers: KeptAnswers
    keep_answer: KeepAnswer
    read_answer: ReadAnswer
    stop_answer: StopAnswer
    forget_answer: ForgetAnswer
    background: BackgroundAnswers
    recall_conversation: RecallConversation
    reuse_answers: ReuseAnswers
    count_tokens: CountTokens
    embed: Embed
    pass_plainly: PassPlainly
    catalog: ModelCatalog
    granted_models: GrantedModels
    clock: Clock
    new_id: NewId
    limits: RequestLimits = field(default_factory=RequestLimits)
    reasoning_to_anthropic_clients: ToAnthropicClients = "signed"


def use_cases_of(request: Request) -> RelayUseCases:
    found = request.app.state.use_cases
    assert isinstance(found, RelayUseCases)
    return found
