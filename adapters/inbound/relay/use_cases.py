from dataclasses import dataclass

from fastapi import Request

from application.ports.clock import Clock
from application.ports.ids import NewId
from application.ports.language_models import ModelCatalog
from application.relay.ask_model import AskModel
from application.relay.shared_admission import Admit


@dataclass(frozen=True, slots=True, kw_only=True)
class RelayUseCases:
    """Everything the relay can be asked to do."""

    admit_key: Admit
    ask_model: AskModel
    catalog: ModelCatalog
    clock: Clock
    new_id: NewId


def use_cases_of(request: Request) -> RelayUseCases:
    found = request.app.state.use_cases
    assert isinstance(found, RelayUseCases)
    return found
