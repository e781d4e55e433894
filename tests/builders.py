"""Small, valid domain objects. A test names only what it is about."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from domain.accounts.administrator import Administrator
from domain.accounts.api_key import ApiKey
from domain.accounts.session import Session
from domain.accounts.team import Team
from domain.accounts.user import User, email
from domain.agents.agent import Agent, AgentDraft, AgentShare
from domain.catalog.models import Model
from domain.conversations.conversation import Conversation
from domain.conversations.generation import Generation
from domain.conversations.message import Message, MessagePart
from domain.conversations.project import Project
from domain.files.attachment import Attachment
from domain.files.file import File, FileState
from domain.files.knowledge import Knowledge
from domain.files.reading import FileKind
from domain.ids import (
    AdministratorId,
    AgentId,
    ConversationId,
    FileId,
    GenerationId,
    KeyId,
    MessageId,
    ProjectId,
    RequestId,
    SessionId,
    TeamId,
    UserId,
)
from domain.llm.prompt import Text
from domain.llm.usage import Usage
from domain.transactions.batch import Batch, BatchId, WriterId
from domain.transactions.money import NanoUsd
from domain.transactions.price import Price
from domain.transactions.transaction import Outcome, Payer, Transaction

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
ADA = UserId("ada")
EVE = UserId("eve")
SEVEN = NanoUsd(7)
PRICE = Price(
    input=NanoUsd(1_000_000),
    output=NanoUsd(2_000_000),
    cache_read=NanoUsd(0),
    cache_write_5m=NanoUsd(0),
    cache_write_1h=NanoUsd(0),
    source="test",
)


def a_user(id: str = "ada", *, name: str = "Ada", created_at: datetime = NOON) -> User:
    return User(
        id=UserId(id),
        email=email(f"{id}@example.com"),
        name=name,
        password_hash="hash",
        created_at=created_at,
    )


def a_file(  # noqa: PLR0913 - a test names what it is about
    id: str = "f1",
    *,
    owner: UserId = ADA,
    name: str = "notes.txt",
    size: int = 5,
    created_at: datetime = NOON,
    state: FileState = "uploading",
    kind: FileKind = "other",
    text_length: int | None = None,
) -> File:
    return File(
        id=FileId(id),
        owner=owner,
        name=name,
        size=size,
        created_at=created_at,
        touched_at=created_at,
        state=state,
        kind=kind,
        text_length=text_length,
    )


def some_knowledge(id: str = "f1") -> Knowledge:
    return Knowledge.of(a_file(id, name=f"{id}.txt", state="ready", kind="document", text_length=5))


def an_attachment(id: str = "f1", *, kind: FileKind = "document") -> Attachment:
    return Attachment.of(a_file(id, name=f"{id}.txt", state="ready", kind=kind, text_length=5))


def an_administrator(id: str = "root") -> Administrator:
    return Administrator(
        id=AdministratorId(id),
        email=email(f"{id}@example.com"),
        name="Root",
        role="root",
        password_hash="hash",
        created_at=NOON,
    )


def a_team(id: str = "t1", *, name: str = "Team") -> Team:
    return Team(id=TeamId(id), name=name, created_at=NOON)


def a_session(id: str = "s1", *, account: str = "ada") -> Session:
    return Session(
        id=SessionId(id),
        audience="chat",
        account=account,
        opened_at=NOON,
        expires_at=NOON + timedelta(days=30),
        idle=timedelta(days=7),
        used_at=NOON,
        refresh_digest="digest",
    )


def a_key(id: str = "k1", *, created_at: datetime = NOON) -> ApiKey:
    return ApiKey(
        id=KeyId(id),
        name="laptop",
        user=ADA,
        team=None,
        digest="digest",
        last4="abcd",
        created_at=created_at,
    )


def an_agent(
    id: str = "a1",
    *,
    owner: UserId = ADA,
    name: str = "Helper",
    shares: Sequence[AgentShare] = (),
) -> Agent:
    return Agent(
        id=AgentId(id),
        owner=owner,
        draft=AgentDraft(name=name, model="small"),
        created_at=NOON,
        changed_at=NOON,
        changed_by=owner,
        shares=tuple(shares),
    )


def a_conversation(
    id: str = "c1", *, owner: UserId = ADA, updated_at: datetime = NOON
) -> Conversation:
    return Conversation(
        id=ConversationId(id),
        owner=owner,
        title="A chat",
        model="m",
        created_at=NOON,
        updated_at=updated_at,
    )


def a_project(id: str = "p1", *, name: str = "Work") -> Project:
    return Project(id=ProjectId(id), owner=ADA, name=name, created_at=NOON)


def a_message(
    id: str = "m1",
    *,
    conversation: str = "c1",
    parent: str | None = None,
    parts: tuple[MessagePart, ...] = (Text(text="hello"),),
) -> Message:
    return Message(
        id=MessageId(id),
        conversation=ConversationId(conversation),
        parent=None if parent is None else MessageId(parent),
        role="user",
        parts=parts,
        created_at=NOON,
    )


def an_answer(id: str = "m2", *, parts: tuple[MessagePart, ...] = ()) -> Message:
    return Message(
        id=MessageId(id),
        conversation=ConversationId("c1"),
        parent=None,
        role="assistant",
        parts=parts,
        created_at=NOON,
        state="streaming",
        model="m",
        generation=GenerationId("g1"),
    )


def a_generation(id: str = "g1", *, owner: UserId = ADA, started_at: datetime = NOON) -> Generation:
    return Generation(
        id=GenerationId(id),
        owner=owner,
        conversation=ConversationId("c1"),
        message=MessageId("m2"),
        started_at=started_at,
    )


def a_transaction(
    id: str = "r1",
    *,
    at: datetime = NOON,
    model: str = "m",
    user: UserId | None = ADA,
    outcome: Outcome = "ok",
    cost: NanoUsd | None = SEVEN,
) -> Transaction:
    return Transaction(
        id=RequestId(id),
        at=at,
        source="relay",
        payer=Payer(user=user),
        model=model,
        provider="p",
        upstream="u",
        outcome=outcome,
        usage=Usage(input_uncached=3, cache_read=2, output=5),
        price=None,
        cost=cost,
        streamed=True,
        first_token_ms=1,
        latency_ms=2,
    )


def a_batch(*rows: Transaction, number: int = 1, writer: str = "w") -> Batch:
    return Batch(id=BatchId(writer=WriterId(writer), number=number), rows=rows)


def a_model(name: str, *, price: Price | None = PRICE) -> Model:
    return Model(
        name=name, label=name, provider="p", kind="openai", upstream=f"{name}-1", price=price
    )
