"""What people can do with what is their own: their usage, their keys."""

from dataclasses import dataclass

from application.announcements.read import ReadAnnouncements
from application.audit.record_act import RecordAct
from application.imports.import_chats import ImportChats
from application.own.delete_account import DeleteAccount
from application.own.keys import CreateOwnKey, ListOwnKeys, RevokeOwnKey, RotateOwnKey
from application.own.read_budgets import ReadOwnBudgets
from application.own.read_usage import ReadOwnUsage
from application.own.sharing import (
    CopyShared,
    ListLinks,
    ReadShared,
    RemoveEndedLinks,
    RevokeLink,
    ShareBranch,
)
from application.ports.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnUseCases:
    record_act: RecordAct
    read_usage: ReadOwnUsage
    read_budgets: ReadOwnBudgets
    list_keys: ListOwnKeys
    create_key: CreateOwnKey
    rotate_key: RotateOwnKey
    revoke_key: RevokeOwnKey
    delete_account: DeleteAccount
    share_branch: ShareBranch
    list_links: ListLinks
    revoke_link: RevokeLink
    read_shared: ReadShared
    copy_shared: CopyShared
    remove_ended_links: RemoveEndedLinks
    import_chats: ImportChats
    announcements: ReadAnnouncements
    clock: Clock
