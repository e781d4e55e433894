"""What people can do with what is their own, on the stores of the container."""

import asyncio

from adapters.inbound.chat.own_use_cases import OwnUseCases
from adapters.outbound.mongo.memories import MongoMemories
from adapters.outbound.mongo.messages import MongoMessages
from adapters.outbound.mongo.personal_data import MongoPersonalData
from adapters.outbound.mongo.shared_links import MongoSharedLinks
from adapters.outbound.redis.traces import RedisTraces
from adapters.outbound.system.clock import utc_now
from adapters.outbound.system.ids import new_id, new_secret
from application.accounts.sign_in_user import SignInUser
from application.admin.revoke_key import RevokeKey
from application.chat.copy_messages import CopyMessages
from application.chat.end_links import EndLinks
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
from application.own_memory import OwnMemory
from entrypoints.announcements import read_announcements
from entrypoints.audit import chat_recorder
from entrypoints.container import Container
from entrypoints.identity_providers import prove_owner


def own_memory(container: Container) -> OwnMemory:
    return OwnMemory(memories=MongoMemories(container.database()), new_id=new_id, clock=utc_now)


def end_links(container: Container) -> EndLinks:
    # What is shared is in nobody's search.
    snapshots = MongoMessages(container.database())
    return EndLinks(links=MongoSharedLinks(container.database()), messages=snapshots)


def own_use_cases(container: Container, *, sign_in: SignInUser) -> OwnUseCases:
    users, keys, teams = container.users(), container.keys(), container.teams()
    totals = container.usage_totals()
    conversations, messages = container.conversations(), container.messages()
    ending = end_links(container)
    links, snapshots = ending.links, ending.messages
    return OwnUseCases(
        record_act=chat_recorder(container),
        read_usage=ReadOwnUsage(usage_totals=totals, clock=utc_now),
        read_budgets=ReadOwnBudgets(users=users, measure=container.measure()),
        list_keys=ListOwnKeys(keys=keys, usage_totals=totals, clock=utc_now),
        create_key=CreateOwnKey(keys=keys, create=container.create_key(), clock=utc_now),
        rotate_key=RotateOwnKey(keys=keys, rotate=container.rotate_key()),
        revoke_key=RevokeOwnKey(
            keys=keys, revoke=RevokeKey(keys=keys, users=users, teams=teams, clock=utc_now)
        ),
        delete_account=DeleteAccount(
            users=users,
            keys=keys,
            teams=teams,
            generations=container.generations(),
            stop_signals=container.stop_signals(),
            prove=prove_owner(container, sign_in=sign_in),
            end_all_sessions=container.end_all_sessions(),
            personal_data=MongoPersonalData(container.database()),
            traces=RedisTraces(container.redis()),
            clock=utc_now,
            pause=asyncio.sleep,
        ),
        share_branch=ShareBranch(
            conversations=conversations,
            messages=snapshots,
            links=links,
            users=users,
            new_id=new_id,
            new_secret=new_secret,
            clock=utc_now,
        ),
        list_links=ListLinks(links=links, clock=utc_now),
        revoke_link=RevokeLink(end_links=ending),
        read_shared=ReadShared(links=links, messages=snapshots, clock=utc_now),
        copy_shared=CopyShared(
            links=links,
            messages=snapshots,
            copy=CopyMessages(
                conversations=conversations, messages=messages, new_id=new_id, clock=utc_now
            ),
            clock=utc_now,
        ),
        remove_ended_links=RemoveEndedLinks(end_links=ending, clock=utc_now),
        import_chats=ImportChats(
            conversations=conversations,
            messages=messages,
            leases=container.leases(),
            new_id=new_id,
            clock=utc_now,
        ),
        announcements=read_announcements(container),
        clock=utc_now,
    )
