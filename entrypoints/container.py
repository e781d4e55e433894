"""The composition root: the only module that knows every adapter."""

import asyncio
from pathlib import Path

from dependency_injector import containers, providers
from redis.asyncio import Redis

from adapters.outbound.files.journal import FileJournal
from adapters.outbound.files.journals import FileJournals
from adapters.outbound.mongo.administrators import MongoAdministrators
from adapters.outbound.mongo.agents import MongoAgents
from adapters.outbound.mongo.api_keys import MongoApiKeys
from adapters.outbound.mongo.driver import Connection, Database, connect
from adapters.outbound.mongo.generations import MongoGenerations
from adapters.outbound.mongo.kept_answers import MongoKeptAnswers
from adapters.outbound.mongo.limited_subjects import MongoLimitedSubjects
from adapters.outbound.mongo.offers import MongoOffers
from adapters.outbound.mongo.sessions import MongoSessions
from adapters.outbound.mongo.teams import MongoTeams
from adapters.outbound.mongo.transactions import MongoTransactions
from adapters.outbound.mongo.usage_totals import MongoUsageTotals
from adapters.outbound.mongo.users import MongoUsers
from adapters.outbound.prices.catalog import DatedModelCatalog
from adapters.outbound.prices.genai import prices_of
from adapters.outbound.providers.registry import ConfiguredLanguageModels
from adapters.outbound.redis import connection as redis_connection
from adapters.outbound.redis.allowances import RedisAllowances
from adapters.outbound.redis.call_feed import RedisCallFeed
from adapters.outbound.redis.carried_reasoning import RedisCarriedReasoning
from adapters.outbound.redis.changes import RedisChanges
from adapters.outbound.redis.generation_log import RedisGenerationLog
from adapters.outbound.redis.leases import RedisLeases
from adapters.outbound.redis.minute_counts import RedisMinuteCounts
from adapters.outbound.redis.sessions import RedisLiveSessions
from adapters.outbound.redis.sign_in_attempts import RedisSignInAttempts
from adapters.outbound.redis.stop_signals import RedisStopSignals
from adapters.outbound.system.call_metrics import count_calls
from adapters.outbound.system.chance import draw
from adapters.outbound.system.clock import monotonic_s, utc_now
from adapters.outbound.system.ids import new_id, new_secret
from adapters.outbound.system.passwords import Argon2Passwords
from adapters.outbound.system.sealing import AesSealing
from application.accounts.sessions import EndAllSessions
from application.admin.create_administrator import CreateAdministrator
from application.admin.create_key import CreateKey
from application.admin.create_team import CreateTeam
from application.admin.describe_calls import DescribeCalls
from application.admin.measure import Measure
from application.admin.rotate_key import RotateKey
from application.allowing import Allowing
from application.announcing import AnnouncedKeys, AnnouncedTeams, AnnouncedUsers
from application.bookkeeping import Bookkeeper
from application.books import Books
from application.embed import Embed
from application.follow_offer import FollowOffer
from application.granted_models import GrantedModels
from application.heed_changes import HeedChanges
from application.ledger.read_spending import ReadSpending
from application.metering import Metering
from application.read_grants import ReadGrants, RememberedAccess
from application.relay.admit_key import AdmitKey
from application.relay.shared_admission import shared_admission
from application.routing.routing import Routing
from application.settle_for_the_dead import SettleForTheDead
from domain.catalog.models import Catalog
from domain.catalog.offer import Offer
from entrypoints.findable import findable
from entrypoints.limiting import address_limits, shared_out
from entrypoints.model_catalog import catalog_from
from entrypoints.own_keys import own_keys
from entrypoints.provider_connections import connections
from entrypoints.running_offer import RunningOffer
from entrypoints.settings import Settings

_PATIENT_S = 0.5
_COMMON_PASSWORDS = Path(__file__).parents[1] / "application/accounts/common_passwords.txt"


def _common_passwords() -> frozenset[str]:
    return frozenset(_COMMON_PASSWORDS.read_text().split())


def _connection(settings: Settings) -> Connection:
    url = settings.mongo_connection_url.get_secret_value()
    return connect(url, driver=settings.mongo_driver)


def _database(connection: Connection, settings: Settings) -> Database:
    return connection.database(settings.mongo_database)


def _redis(settings: Settings) -> Redis:
    return redis_connection.connect(settings.redis_connection_url.get_secret_value())


def _quick_redis(settings: Settings) -> Redis:
    return redis_connection.connect_quickly(settings.redis_connection_url.get_secret_value())


def _patient_redis(settings: Settings) -> Redis:
    """For calls that asked for an answer of before: it is worth a little more waiting."""
    url = settings.redis_connection_url.get_secret_value()
    return redis_connection.connect_quickly(url, answer_s=_PATIENT_S)


def _pepper(settings: Settings) -> bytes:
    return settings.key_pepper.get_secret_value().encode()


def _journal_home(settings: Settings) -> Path:
    return settings.home / "journal"


def _catalog(settings: Settings) -> Catalog:
    return catalog_from(settings, prices_of=prices_of, at=utc_now())


def _follow_offer(
    offers: MongoOffers, changes: RedisChanges, running: RunningOffer, routing: Routing
) -> FollowOffer:
    def serve(offer: Offer) -> None:
        running.serve(offer)
        routing.forget()

    return FollowOffer(offers=offers, changes=changes, serve=serve)


class Container(containers.DeclarativeContainer):
    """Nothing is connected until it is used; `opened` prepares the stores and closes them."""

    settings: providers.Dependency[Settings] = providers.Dependency(instance_of=Settings)

    connection = providers.Singleton(_connection, settings)
    database = providers.Singleton(_database, connection, settings)
    redis = providers.Singleton(_redis, settings)
    clock = providers.Object(utc_now)
    ids = providers.Object(new_id)
    secrets = providers.Object(new_secret)
    passwords = providers.Singleton(Argon2Passwords)
    common_passwords = providers.Singleton(_common_passwords)
    pepper = providers.Callable(_pepper, settings)

    quick_redis = providers.Singleton(_quick_redis, settings)
    patient_redis = providers.Singleton(_patient_redis, settings)
    changes = providers.Singleton(RedisChanges, redis, quick=quick_redis)
    users = providers.Singleton(AnnouncedUsers, providers.Singleton(MongoUsers, database), changes)
    administrators = providers.Singleton(MongoAdministrators, database)
    teams = providers.Singleton(AnnouncedTeams, providers.Singleton(MongoTeams, database), changes)
    sessions = providers.Singleton(MongoSessions, database)
    keys = providers.Singleton(AnnouncedKeys, providers.Singleton(MongoApiKeys, database), changes)
    _found = findable(database, clock)
    search_index = _found.index
    conversations = _found.conversations
    messages = _found.messages
    projects = _found.projects
    generations = providers.Singleton(MongoGenerations, database)
    agents = providers.Singleton(MongoAgents, database)
    kept_answers = providers.Singleton(MongoKeptAnswers, database)
    transactions = providers.Singleton(MongoTransactions, database, clock=clock)
    usage_totals = providers.Singleton(MongoUsageTotals, database)
    live_sessions = providers.Singleton(RedisLiveSessions, redis, clock=clock)
    attempts = providers.Singleton(RedisSignInAttempts, redis, clock=clock)
    log = providers.Singleton(RedisGenerationLog, redis)
    stop_signals = providers.Singleton(RedisStopSignals, redis)
    leases = providers.Singleton(RedisLeases, redis)
    feed = providers.Singleton(RedisCallFeed, redis)
    catalog = providers.Singleton(
        DatedModelCatalog, providers.Callable(_catalog, settings), clock=clock
    )
    models = providers.Singleton(
        ConfiguredLanguageModels, providers.Callable(connections, settings)
    )

    offers = providers.Singleton(MongoOffers, database)
    sealing = providers.Singleton(AesSealing, pepper)
    _theirs = own_keys(database, sealing)
    open_providers = _theirs.opened
    running_offer = providers.Singleton(
        RunningOffer,
        settings=settings,
        sealing=sealing,
        catalog=catalog,
        models=models,
        open_providers=open_providers,
    )
    routing = providers.Singleton(
        Routing,
        catalog=catalog,
        stopwatch=providers.Object(monotonic_s),
        draw=providers.Object(draw),
        pause=providers.Object(asyncio.sleep),
    )
    follow_offer = providers.Singleton(_follow_offer, offers, changes, running_offer, routing)

    journal_home = providers.Callable(_journal_home, settings)
    access = providers.Singleton(
        RememberedAccess,
        providers.Singleton(
            ReadGrants, keys=keys, users=users, teams=teams, provider_keys=_theirs.kept
        ),
        clock=clock,
    )
    shared_allowances = providers.Singleton(RedisAllowances, quick_redis)
    allowances = providers.Singleton(shared_out, shared_allowances, settings)
    bookkeeper = providers.Singleton(
        Bookkeeper,
        journal=providers.Singleton(FileJournal, journal_home, writer=providers.Callable(new_id)),
        journals=providers.Singleton(FileJournals, journal_home),
        books=providers.Singleton(
            Books,
            transactions=transactions,
            totals=usage_totals,
            feed=feed,
            count=providers.Object(count_calls),
            minutes=providers.Singleton(RedisMinuteCounts, redis, clock=clock).provided.add,
        ),
        settle_for_the_dead=providers.Singleton(
            SettleForTheDead, access=access, allowances=allowances, catalog=catalog, clock=clock
        ),
    )
    admission = providers.Singleton(
        shared_admission,
        providers.Singleton(AdmitKey, keys=keys, users=users, clock=clock, pepper=pepper),
        clock=clock,
    )
    heed_changes = providers.Singleton(
        HeedChanges, changes=changes, admissions=admission, access=access
    )
    granted_models = providers.Factory(GrantedModels, catalog=catalog, access=access)
    carried_reasoning = providers.Singleton(RedisCarriedReasoning, quick_redis)
    spending = providers.Singleton(
        ReadSpending, transactions=transactions, totals=usage_totals, clock=clock
    )
    standings = providers.Singleton(RedisAllowances, redis)
    limited_subjects = providers.Singleton(MongoLimitedSubjects, database)
    measure = providers.Factory(Measure, standings=standings, spendings=spending, clock=clock)
    allowing = providers.Singleton(Allowing, allowances=allowances, spending=spending)
    metering = providers.Singleton(
        Metering,
        routing=routing,
        allowing=allowing,
        own_keys=_theirs.use,
        address_limits=providers.Callable(address_limits, settings),
        models=models,
        access=access,
        bookkeeper=bookkeeper,
        clock=clock,
        stopwatch=providers.Object(monotonic_s),
    )
    embed = providers.Factory(Embed, catalog=catalog, metering=metering, models=models)
    describe_calls = providers.Factory(DescribeCalls, users=users, keys=keys)
    end_all_sessions = providers.Factory(
        EndAllSessions, sessions=sessions, live=live_sessions, clock=clock
    )

    create_administrator = providers.Factory(
        CreateAdministrator,
        administrators=administrators,
        passwords=passwords,
        common_passwords=common_passwords,
        new_id=ids,
        new_secret=secrets,
        clock=clock,
    )
    create_key = providers.Factory(
        CreateKey,
        keys=keys,
        users=users,
        teams=teams,
        pepper=pepper,
        new_id=ids,
        new_secret=secrets,
        clock=clock,
    )
    rotate_key = providers.Factory(
        RotateKey,
        keys=keys,
        users=users,
        teams=teams,
        pepper=pepper,
        new_id=ids,
        new_secret=secrets,
        clock=clock,
    )
    create_team = providers.Factory(CreateTeam, teams=teams, new_id=ids, clock=clock)
