"""The audit log, on the stores of the container."""

from collections.abc import Mapping

from adapters.inbound.admin.audit_use_cases import AuditUseCases
from adapters.outbound.mongo.audit_log import MongoAuditLog
from adapters.outbound.system.clock import utc_now
from application.admin.permissions import Operator
from application.audit.read_acts import ExportActs, ListActs, NameParties, VerifyActs
from application.audit.record_act import AdministratorsAt, RecordAct, UsersAt, Witnessed
from domain.audit.entry import OPERATOR, Party, Verification
from domain.errors import DomainError
from entrypoints.container import Container
from entrypoints.life import container_for, opened
from entrypoints.problems import Problem
from entrypoints.settings import Settings


def admin_audit(container: Container) -> AuditUseCases:
    log = MongoAuditLog(container.database())
    administrators = container.administrators()
    list_acts = ListActs(
        log=log,
        name=NameParties(
            administrators=administrators,
            users=container.users(),
            teams=container.teams(),
            keys=container.keys(),
        ),
    )
    return AuditUseCases(
        record=RecordAct(
            log=log, accounts_at=AdministratorsAt(administrators), service="admin", clock=utc_now
        ),
        list_acts=list_acts,
        export=ExportActs(list_acts=list_acts),
        verify=VerifyActs(log=log),
    )


def chat_recorder(container: Container) -> RecordAct:
    return RecordAct(
        log=MongoAuditLog(container.database()),
        accounts_at=UsersAt(container.users()),
        service="chat",
        clock=utc_now,
    )


async def record_command(
    container: Container, action: str, subject: Party, *, details: Mapping[str, str] | None = None
) -> None:
    """What an operator did at the command line."""
    record = RecordAct(
        log=MongoAuditLog(container.database()),
        accounts_at=UsersAt(container.users()),
        service="command",
        clock=utc_now,
    )
    await record(
        Witnessed(
            action=action, outcome="done", actor=OPERATOR, subject=subject, details=details or {}
        )
    )


async def verify(settings: Settings) -> Verification:
    """Raises `Problem` when the store is away."""
    try:
        async with opened(container_for(settings)) as container:
            return await verify_in(container)(by=Operator())
    except DomainError as error:
        raise Problem(str(error)) from error


def verify_in(container: Container) -> VerifyActs:
    return VerifyActs(log=MongoAuditLog(container.database()))
