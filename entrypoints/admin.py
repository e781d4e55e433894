from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.types import ASGIApp

from adapters.inbound.admin.app import create_app, with_live
from adapters.inbound.admin.use_cases import AdminUseCases
from adapters.inbound.http.service import Lifespan
from adapters.inbound.http.shutdown import Shutdown
from adapters.outbound.mongo.table_views import MongoTableViews
from adapters.outbound.providers.listing import ListModels
from adapters.outbound.system.clock import utc_now
from adapters.outbound.system.ids import new_id
from application.admin.analyse import Analyse
from application.admin.ban_user import BanUser
from application.admin.change_key import ChangeKey
from application.admin.change_offer import (
    ChangeOffer,
    DiscoverModels,
    ReadAssortment,
    ReadOffer,
)
from application.admin.change_registration import ChangeRegistration
from application.admin.change_team import ChangeTeam
from application.admin.grant_models import GrantModels
from application.admin.limited import ReadLimited
from application.admin.list_calls import ListCalls
from application.admin.list_keys import ListKeys
from application.admin.list_teams import ListTeams
from application.admin.list_users import ListUsers
from application.admin.overview import Overview
from application.admin.rank_allowances import RankAllowances
from application.admin.read_call import ReadCall
from application.admin.read_key import ReadKey
from application.admin.read_standing import ReadStanding
from application.admin.read_user import ReadUser
from application.admin.revoke_key import RevokeKey
from application.admin.set_allowance import SetAllowance
from application.admin.set_user_state import SetUserState
from application.admin.table_views import OwnTableViews
from application.admin.usage_by_day import UsageByDay
from entrypoints.accounts import read_registration
from entrypoints.administrators import administrators_ways
from entrypoints.alerts import alert_use_cases, watch_alerts
from entrypoints.announcements import manage_announcements
from entrypoints.audit import admin_audit
from entrypoints.container import Container
from entrypoints.life import container_for, lifespan_of, readiness_of
from entrypoints.settings import Settings
from entrypoints.system import heartbeat, system_use_cases


def use_cases(container: Container) -> AdminUseCases:
    users, keys, teams = container.users(), container.keys(), container.teams()
    allowances = SetAllowance(keys=keys, users=users, teams=teams)
    transactions, describe_calls = container.transactions(), container.describe_calls()
    return AdminUseCases(
        **administrators_ways(container),
        list_users=ListUsers(users=users),
        set_user_state=SetUserState(users=users, end_all_sessions=container.end_all_sessions()),
        ban_user=BanUser(users=users, end_all_sessions=container.end_all_sessions(), clock=utc_now),
        list_keys=ListKeys(keys=keys, users=users, teams=teams),
        create_key=container.create_key(),
        revoke_key=RevokeKey(keys=keys, users=users, teams=teams, clock=utc_now),
        rotate_key=container.rotate_key(),
        change_team=ChangeTeam(teams=teams, users=users),
        change_key=ChangeKey(keys=keys, users=users, teams=teams),
        set_allowance=allowances,
        read_standing=ReadStanding(
            allowances=allowances,
            measure=container.measure(),
            spendings=container.spending(),
            clock=utc_now,
        ),
        rank_allowances=RankAllowances(
            limited=ReadLimited(limited=container.limited_subjects(), teams=teams),
            users=users,
            teams=teams,
            measure=container.measure(),
            clock=utc_now,
        ),
        grant_models=GrantModels(users=users),
        read_user=ReadUser(users=users, teams=teams),
        read_key=ReadKey(keys=keys, users=users, teams=teams),
        read_offer=ReadOffer(offers=container.offers()),
        read_assortment=ReadAssortment(
            offers=container.offers(), assortment_of=container.running_offer().assortment
        ),
        discover_models=DiscoverModels(
            offers=container.offers(),
            sealing=container.sealing(),
            address_of=container.running_offer().address,
            ask=ListModels(),
        ),
        change_offer=ChangeOffer(
            offers=container.offers(),
            sealing=container.sealing(),
            check=container.running_offer().check,
            changes=container.changes(),
        ),
        list_teams=ListTeams(teams=teams),
        create_team=container.create_team(),
        usage_by_day=UsageByDay(usage_totals=container.usage_totals()),
        analyse=Analyse(
            usage_totals=container.usage_totals(),
            users=users,
            teams=teams,
            keys=keys,
            clock=utc_now,
        ),
        overview=Overview(
            usage_totals=container.usage_totals(), users=users, teams=teams, clock=utc_now
        ),
        list_calls=ListCalls(log=transactions, describe_calls=describe_calls),
        read_call=ReadCall(transactions=transactions, describe_calls=describe_calls),
        describe_calls=describe_calls,
        audit=admin_audit(container),
        alerts=alert_use_cases(container),
        announcements=manage_announcements(container),
        table_views=OwnTableViews(views=MongoTableViews(container.database())),
        change_registration=ChangeRegistration(registration=read_registration(container)),
        changes=container.changes(),
        system=system_use_cases(container),
        feed=container.feed(),
        clock=utc_now,
        new_id=new_id,
    )


def http_app(settings: Settings, shutdown: Shutdown) -> FastAPI:
    """The HTTP side alone: what the OpenAPI document is made of."""
    container = container_for(settings)
    return create_app(
        use_cases(container),
        is_ready=readiness_of(container),
        shutdown=shutdown,
        lifespan=_lifespan(container, shutdown),
        plain_http_allowed=settings.plain_http_cookies,
    )


def _lifespan(container: Container, shutdown: Shutdown) -> Lifespan:
    """Of a service that watches over all others."""
    serving = lifespan_of(
        container, asks_models=False, heartbeat=heartbeat(container, "admin", shutdown)
    )

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        async with serving(app), watch_alerts(container).running():
            yield

    return lifespan


def create(settings: Settings, shutdown: Shutdown) -> ASGIApp:
    """The admin service, live view included, on the stores that the settings name."""
    return with_live(http_app(settings, shutdown))
