"""The composition root: the only module that knows every adapter."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from dependency_injector import containers, providers
from redis.asyncio import Redis

from adapters.outbound.files.journal import FileJournal
from adapters.outbound.files.journals import FileJournals
from adapters.outbound.memory.allowances import MemoryAllowances
from adapters.outbound.mongo.administrators import MongoAdministrators
from adapters.outbound.mongo.agents import MongoAgents
from adapters.outbound.mongo.api_keys import MongoApiKeys
from adapters.outbound.mongo.conversations import MongoConversations
from adapters.outbound.mongo.driver import Connection, Database, connect
from adapters.outbound.mongo.generations import MongoGenerations
from adapters.outbound.mongo.kept_answers import MongoKeptAnswers
from adapters.outbound.mongo.messages import MongoMessages
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
from adapters.outbound.redis.generation_log import RedisGenerationLog
from adapters.outbound.redis.leases import RedisLeases
from adapters.outbound.redis.sessions import RedisLiveSessions
from adapters.outbound.redis.sign_in_attempts import RedisSignInAttempts
from adapters.outbound.redis.stop_signals import RedisStopSignals
from adapters.outbound.system.access_tokens import JwtAccessTokens
from adapters.outbound.system.clock import monotonic_s, utc_now
from adapters.outbound.system.ids import new_id, new_secret
from adapters.outbound.system.metrics import count_alone
from adapters.outbound.system.passwords import Argon2Passwords
from application.accounts.sessions import (
    Authenticate,
    EndAllSessions,
    EndSession,
    OpenSession,
    RefreshSession,
    SessionTerms,
)
from application.admin.create_administrator import CreateAdministrator
from application.admin.create_key import CreateKey
from application.admin.create_team import CreateTeam
from application.admin.describe_calls import DescribeCalls
from application.admin.rotate_key import RotateKey
from application.allowing import Allowing
from application.bookkeeping import Bookkeeper
from application.books import Books
from application.embed import Embed
from application.granted_models import GrantedModels
from application.ledger.read_spending import ReadSpending
from application.local_share import LocalShare
from application.metering import Metering
from application.read_grants import ReadGrants, RememberedAccess
from domain.accounts.session import Audience
from domain.allowances.terms import Limits
from domain.catalog.models import Catalog
from entrypoints.model_catalog import catalog_from
from entrypoints.provider_connections import connections
from entrypoints.settings import Settings

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


def _allowances(redis: Redis, settings: Settings) -> LocalShare:
    return LocalShare(
        RedisAllowances(redis),
        local=lambda: MemoryAllowances(clock=utc_now),
        instances=settings.instances,
        clock=utc_now,
        told=count_alone,
    )


def _address_limits(settings: Settings) -> Limits:
    return Limits(
        requests_per_minute=settings.address_requests_per_minute,
        tokens_per_minute=settings.address_tokens_per_minute,
        parallel=settings.address_parallel,
    )


def _pepper(settings: Settings) -> bytes:
    return settings.key_pepper.get_secret_value().encode()


def _journal_home(settings: Settings) -> Path:
    return settings.home / "journal"


def _catalog(settings: Settings) -> Catalog:
    return catalog_from(settings, prices_of=prices_of, at=utc_now())


def _terms(settings: Settings, audience: Audience) -> SessionTerms:
    chat = audience == "chat"
    key = settings.chat_token_key if chat else settings.admin_token_key
    return SessionTerms(
        audience=audience,
        access_lasting=timedelta(
            seconds=settings.chat_access_token_s if chat else settings.admin_access_token_s
        ),
        idle=timedelta(
            seconds=settings.chat_session_idle_s if chat else settings.admin_session_idle_s
        ),
        lasting=timedelta(
            seconds=settings.chat_session_lifetime_s if chat else settings.admin_session_lifetime_s
        ),
        refresh_key=b"refresh:" + key.get_secret_value().encode(),
    )


def _tokens(settings: Settings, audience: Audience) -> JwtAccessTokens:
    key = settings.chat_token_key if audience == "chat" else settings.admin_token_key
    return JwtAccessTokens(key=key.get_secret_value().encode(), audience=audience, clock=utc_now)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionUseCases:
    open_session: OpenSession
    refresh_session: RefreshSession
    authenticate: Authenticate
    end_session: EndSession


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

    users = providers.Singleton(MongoUsers, database)
    administrators = providers.Singleton(MongoAdministrators, database)
    teams = providers.Singleton(MongoTeams, database)
    sessions = providers.Singleton(MongoSessions, database)
    keys = providers.Singleton(MongoApiKeys, database)
    conversations = providers.Singleton(MongoConversations, database)
    messages = providers.Singleton(MongoMessages, database)
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

    journal_home = providers.Callable(_journal_home, settings)
    bookkeeper = providers.Singleton(
        Bookkeeper,
        journal=providers.Singleton(FileJournal, journal_home, writer=providers.Callable(new_id)),
        journals=providers.Singleton(FileJournals, journal_home),
        books=providers.Singleton(Books, transactions=transactions, totals=usage_totals, feed=feed),
    )
    access = providers.Singleton(
        RememberedAccess,
        providers.Singleton(ReadGrants, keys=keys, users=users, teams=teams),
        clock=clock,
    )
    granted_models = providers.Factory(GrantedModels, catalog=catalog, access=access)
    quick_redis = providers.Singleton(_quick_redis, settings)
    carried_reasoning = providers.Singleton(RedisCarriedReasoning, quick_redis)
    allowing = providers.Singleton(
        Allowing,
        allowances=providers.Singleton(_allowances, quick_redis, settings),
        spending=providers.Singleton(
            ReadSpending, transactions=transactions, totals=usage_totals, clock=clock
        ),
    )
    metering = providers.Singleton(
        Metering,
        allowing=allowing,
        address_limits=providers.Callable(_address_limits, settings),
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


def session_use_cases(container: Container, audience: Audience) -> SessionUseCases:
    """Signing in, staying so and out, for one audience with keys and terms of its own."""
    settings = container.settings()
    sessions, live = container.sessions(), container.live_sessions()
    tokens, terms = _tokens(settings, audience), _terms(settings, audience)
    return SessionUseCases(
        open_session=OpenSession(
            sessions=sessions,
            live=live,
            tokens=tokens,
            terms=terms,
            new_id=new_id,
            new_secret=new_secret,
            clock=utc_now,
        ),
        refresh_session=RefreshSession(
            sessions=sessions, live=live, tokens=tokens, terms=terms, clock=utc_now
        ),
        authenticate=Authenticate(
            sessions=sessions, live=live, tokens=tokens, terms=terms, clock=utc_now
        ),
        end_session=EndSession(sessions=sessions, live=live, terms=terms, clock=utc_now),
    )
