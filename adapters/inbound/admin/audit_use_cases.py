from dataclasses import dataclass

from application.audit.read_acts import ExportActs, ListActs, VerifyActs
from application.audit.record_act import RecordAct


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditUseCases:
    """What can be asked of the audit log."""

    record: RecordAct
    list_acts: ListActs
    export: ExportActs
    verify: VerifyActs
