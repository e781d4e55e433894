"""Calls that run with keys of people's own, and whose they are."""

from dataclasses import dataclass, field, replace

import pytest
from typing_extensions import override

from adapters.inbound.relay.envelopes import shown
from application.chat.answer_ending import ending_of
from application.own_provider_keys import OpenProvider
from application.ports.language_models import LanguageModel, LanguageModels
from application.routing.attempt import Attempt as AttemptAtPlace
from application.routing.standings import Standing, Standings
from domain.accounts.access import Grants
from domain.allowances.terms import Budget, Limits, Terms
from domain.catalog.models import Deployment, Model
from domain.catalog.own_key import Credential, purpose_of
from domain.errors import Invalid, NotFound, PaymentRequired, RateLimited
from domain.formats.passing import Piece, Refused
from domain.ids import UserId
from domain.llm.events import Failed, Failure, FailureKind, StreamEvent
from domain.llm.reply import Reply
from domain.transactions.money import ZERO, NanoUsd
from domain.transactions.totals import Totals
from domain.transactions.transaction import Attempt, Transaction
from tests.access import Granted
from tests.builders import ADA, EVE, NOON
from tests.own_keys import SECRET, OwnKeysDesk, opened
from tests.unit.application.test_metering import CALL, MODEL, PRICE, USAGE, Playing, a_counter

EMPTY = Budget(window="total", limit=NanoUsd(1), hard=True)
ELSEWHERE = Deployment(provider="other", kind="openai", upstream="u2", price=PRICE)


@dataclass
class Upstreams(LanguageModels):
    """Whom it was asked for, by whose key; who is in `failing` gives no answer."""

    answering: Playing
    failing: dict[str, FailureKind] = field(default_factory=dict[str, FailureKind])
    asked: list[Model] = field(default_factory=list[Model])

    @override
    def of(self, model: Model) -> LanguageModel:
        self.asked.append(model)
        kind = self.failing.get(model.provider)
        if kind is None:
            return self.answering
        return Playing((Failed(Failure(kind=kind, message="no")),), self.answering.watch)

    @property
    def keys(self) -> list[tuple[str, str | None]]:
        return [
            (each.provider, None if each.credential is None else each.credential.secret)
            for each in self.asked
        ]


@dataclass
class Desk:
    own: OwnKeysDesk = field(default_factory=lambda: OwnKeysDesk(providers=opened("acme")))
    failing: dict[str, FailureKind] = field(default_factory=dict[str, FailureKind])
    limits: Limits = field(default_factory=Limits)
    heard: list[StreamEvent] = field(default_factory=list[StreamEvent])

    async def called(self, model: Model = MODEL, *, by: UserId = ADA) -> Transaction:
        """By somebody of whose budget nothing is left."""
        terms = Terms(subject=f"user:{by}", limits=self.limits, budgets=(EMPTY,))
        grants = Grants(terms=(terms,), own_keys=tuple(await self.own.keys.of(by)))
        self.counter = a_counter(access=Granted(grants))
        self.upstreams = Upstreams(self.counter.model, self.failing)
        metering = replace(self.counter.metering, own_keys=self.own.put_in, models=self.upstreams)
        async with metering.open(replace(CALL, model=model)) as answer:
            self.heard = [each async for each in answer]
        return await self.counter.only_row()

    async def has_key(self, *, by: UserId = ADA) -> None:
        await self.own.use.keep("acme", SECRET, by=by)


async def test_a_key_of_ones_own_is_used_for_ones_own_calls_and_costs_nothing() -> None:
    desk = Desk()
    await desk.has_key()

    row = await desk.called()

    assert desk.upstreams.keys == [("acme", SECRET)]
    assert (row.own_key, row.cost, row.price, row.usage) == (True, ZERO, PRICE, USAGE)
    assert row.list_cost == PRICE.cost(USAGE)
    assert row.is_calculated
    totals = Totals.of(row)
    assert (totals.cost, totals.saved, totals.input_tokens) == (ZERO, ZERO, USAGE.input_total)


async def test_nobody_else_s_calls_use_it() -> None:
    desk = Desk()
    await desk.has_key(by=EVE)

    with pytest.raises(PaymentRequired):
        await desk.called(by=ADA)

    assert desk.upstreams.asked == []


async def test_limits_hold_for_whoever_pays_too() -> None:
    desk = Desk(limits=Limits(tokens_per_minute=1, requests_per_minute=1))
    await desk.has_key()
    grants = Granted(
        Grants(
            terms=(Terms(subject="user:ada", limits=Limits(requests_per_minute=1)),),
            own_keys=tuple(await desk.own.keys.of(ADA)),
        )
    )
    counter = a_counter(access=grants)
    metering = replace(counter.metering, own_keys=desk.own.put_in)
    async with metering.open(CALL) as answer:
        _ = [each async for each in answer]

    with pytest.raises(RateLimited):
        async with metering.open(CALL):
            pass


async def test_another_provider_is_asked_with_our_key_and_its_budget_counts() -> None:
    desk = Desk()
    await desk.has_key()
    twice = replace(MODEL, others=(ELSEWHERE,))

    with pytest.raises(PaymentRequired):
        await desk.called(twice)

    assert desk.upstreams.asked == []


async def test_what_fails_with_ones_own_key_is_never_asked_with_ours() -> None:
    desk = Desk(failing={"acme": "unauthenticated"})
    await desk.has_key()

    row = await desk.called()

    assert desk.upstreams.keys == [("acme", SECRET)]
    assert (row.outcome, row.error_kind, row.own_key, row.cost) == (
        "error",
        "unauthenticated",
        True,
        ZERO,
    )


@pytest.mark.parametrize("kind", ["unauthenticated", "no_credit", "forbidden"])
async def test_who_is_refused_with_their_own_key_is_told_so(kind: FailureKind) -> None:
    desk = Desk(failing={"acme": kind})
    await desk.has_key()

    await desk.called()

    (failed,) = desk.heard
    assert isinstance(failed, Failed)
    _, error = ending_of(Reply(failure=failed.failure))
    _, ours = ending_of(Reply(failure=replace(failed.failure, own_key=False)))
    assert error is not None
    assert ours is not None
    assert "your own" in error.message.lower()
    assert "your own" not in ours.message.lower()
    assert "your own key" in shown(failed.failure).message


async def test_a_refusal_in_the_vendor_s_own_words_is_marked_too() -> None:
    failure = Failure(kind="unauthenticated", message="no")
    refused = Refused(status=401, raw=b"{}", failure=failure)

    async def tell() -> tuple[Piece, ...]:
        return (refused,)

    attempt = AttemptAtPlace(
        replace(MODEL, credential=Credential(of="a", secret="s")),
        tell,
        standing=Standing(),
        stopwatch=lambda: 0.0,
        decision_s=None,
        refusal_fails=False,
    )
    heard = list[Piece]()
    await attempt.tell(heard.append)

    assert heard == []
    assert attempt.last_piece == replace(refused, failure=replace(failure, own_key=True))


async def test_a_key_is_used_only_where_it_was_given_for_and_while_it_is_allowed() -> None:
    desk = Desk()
    await desk.has_key()
    moved = OpenProvider(name="acme", kind="openai", base_url="https://evil.example/v1")
    desk.own.providers.by_name = {"acme": moved}
    with pytest.raises(PaymentRequired):
        await desk.called()
    listed = await desk.own.use.list(by=ADA)

    desk.own.providers.by_name = {}
    with pytest.raises(PaymentRequired):
        await desk.called()

    assert [(each.holds, each.key is not None) for each in listed] == [(False, True)]
    assert await desk.own.use.list(by=ADA) == []


async def test_a_key_that_cannot_be_opened_is_refused_and_ours_is_not_used() -> None:
    desk = Desk()
    await desk.has_key()
    (key,) = await desk.own.keys.of(ADA)
    await desk.own.keys.put(replace(key, owner=EVE, id="x"))

    with pytest.raises(Invalid, match="cannot be opened"):
        await desk.called(by=EVE)

    assert desk.upstreams.asked == []


async def test_a_key_is_tried_before_it_is_kept_and_sealed_for_its_owner() -> None:
    own = OwnKeysDesk(providers=opened("acme", base_url="https://x.example/v1"))

    kept = await own.use.keep("acme", f" {SECRET}\n", by=ADA)

    (asked,) = own.asked
    assert (asked.kind, asked.base_url, asked.api_key) == (
        "openai",
        "https://x.example/v1",
        SECRET,
    )
    assert (kept.last4, kept.created_at) == (SECRET[-4:], NOON)
    assert SECRET not in kept.sealed
    assert own.sealing.open(kept.sealed, purpose=purpose_of(ADA, "acme")) == SECRET
    with pytest.raises(Invalid):
        own.sealing.open(kept.sealed, purpose=purpose_of(EVE, "acme"))


async def test_a_key_that_is_not_taken_is_not_kept_nor_told_again() -> None:
    own = OwnKeysDesk(providers=opened("acme"))

    with pytest.raises(Invalid, match=r"^secret: acme did not take this key$"):
        await own.use.keep("acme", "sk-wrong-1234", by=ADA)
    with pytest.raises(NotFound, match="at this provider"):
        await own.use.keep("other", SECRET, by=ADA)

    assert await own.keys.of(ADA) == []


async def test_a_key_is_forgotten_by_its_owner_alone() -> None:
    own = OwnKeysDesk(providers=opened("acme"))
    for who in (ADA, EVE):
        await own.use.keep("acme", SECRET, by=who)

    await own.use.forget("acme", by=ADA)
    await own.use.forget("acme", by=ADA)

    assert await own.keys.of(ADA) == []
    assert len(await own.keys.of(EVE)) == 1


def test_one_person_s_bad_key_shuts_nobody_else_out() -> None:
    standings = Standings()
    mine = replace(MODEL, credential=Credential(of="a", secret="s"))

    assert standings.of(mine) is standings.of(replace(mine, label="x"))
    assert standings.of(mine) is not standings.of(MODEL)
    assert standings.of(mine) is not standings.of(
        replace(MODEL, credential=Credential(of="b", secret="s"))
    )


def test_what_was_asked_in_vain_with_ones_own_key_costs_nothing_either() -> None:
    tried = Attempt(
        model="m",
        provider="acme",
        upstream="u",
        error_kind="overloaded",
        lasted_ms=1,
        usage=USAGE,
        price=PRICE,
        cost=ZERO,
        own_key=True,
    )

    assert tried.is_calculated
    assert not replace(tried, cost=NanoUsd(1)).is_calculated
    assert not replace(tried, own_key=False).is_calculated
    assert replace(tried, own_key=False, cost=PRICE.cost(USAGE)).is_calculated
    assert replace(tried, own_key=False, usage=None).is_calculated
