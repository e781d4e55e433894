"""What people can do with what is their own, on the stores of the container."""

import asyncio

from adapters.inbound.chat.own_use_cases import OwnUseCases
from adapters.outbound.system.clock import utc_now
from application.accounts.sign_in_user import SignInUser
from application.admin.revoke_key import RevokeKey
from application.own.delete_account import DeleteAccount
from application.own.keys import CreateOwnKey, ListOwnKeys, RevokeOwnKey, RotateOwnKey
from application.own.read_budgets import ReadOwnBudgets
from application.own.read_usage import ReadOwnUsage
from entrypoints.container import Container


def own_use_cases(container: Container, *, sign_in: SignInUser) -> OwnUseCases:
    users, keys, teams = container.users(), container.keys(), container.teams()
    totals = container.usage_totals()
    return OwnUseCases(
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
            sign_in=sign_in,
            end_all_sessions=container.end_all_sessions(),
            personal_data=container.personal_data(),
            traces=container.traces(),
            clock=utc_now,
            pause=asyncio.sleep,
        ),
        clock=utc_now,
    )
