from dataclasses import dataclass, field, replace

import pytest
from typing_extensions import override

from adapters.outbound.memory.catalog import StaticModelCatalog
from application.ports.language_models import OwnWords, TokenCounter, TokenCounters
from application.relay.ask_model import Question
from application.relay.count_tokens import CountTokens, TokenCount
from domain.catalog.models import Catalog, Model, ProviderKind
from domain.errors import Invalid, NotFound
from domain.formats.anthropic_messages.passing import MessagesPassing
from domain.ids import RequestId
from domain.llm.events import Failure, FailureKind
from domain.llm.prompt import Prompt, Text, Turn
from domain.transactions.transaction import Payer
from tests.access import Granted

REQUEST = RequestId("r1")
OWN = OwnWords(
    format="anthropic_messages",
    passing=MessagesPassing(),
    body={},
    text="{}",
    model=None,
    streamed=False,
    headers={},
)
QUESTION = Question(
    model="m",
    prompt=Prompt(turns=(Turn(role="user", parts=(Text(text="a" * 33),)),)),
    streamed=False,
    own=OWN,
)
ESTIMATE = TokenCount(tokens=17, estimated=True)
"""A turn is four tokens, its 33 bytes are ten: a fifth more, rounded up."""


@dataclass
class Vendor(TokenCounters, TokenCounter):
    answer: int | Failure
    asked: list[OwnWords | Prompt] = field(default_factory=list[OwnWords | Prompt])

    @override
    def counter_of(self, model: Model) -> TokenCounter:
        return self

    @override
    async def count(self, asked: OwnWords | Prompt, *, request: RequestId) -> int | Failure:
        self.asked.append(asked)
        return self.answer


def counting(vendor: Vendor, *, kind: ProviderKind = "anthropic") -> CountTokens:
    model = Model(name="m", label="M", provider="p", kind=kind, upstream="u")
    return CountTokens(
        catalog=StaticModelCatalog(Catalog(models=(model,))), access=Granted(), counters=vendor
    )


async def test_the_vendor_s_own_count_goes_first() -> None:
    vendor = Vendor(77)

    found = await counting(vendor)(QUESTION, payer=Payer(), request=REQUEST)

    assert found == TokenCount(tokens=77, estimated=False)
    assert vendor.asked == [OWN]


async def test_a_vendor_of_another_format_is_asked_in_its_own() -> None:
    vendor = Vendor(77)

    found = await counting(vendor, kind="google")(QUESTION, payer=Payer(), request=REQUEST)

    assert found == TokenCount(tokens=77, estimated=False)
    assert vendor.asked == [QUESTION.prompt]


async def test_a_question_without_words_of_its_own_is_asked_as_a_prompt() -> None:
    vendor = Vendor(77)

    await counting(vendor)(replace(QUESTION, own=None), payer=Payer(), request=REQUEST)

    assert vendor.asked == [QUESTION.prompt]


@pytest.mark.parametrize("kind", ["unreachable", "overloaded", "unknown_model", "rate_limited"])
async def test_a_vendor_that_does_not_say_is_replaced_by_an_estimate(kind: FailureKind) -> None:
    vendor = Vendor(Failure(kind=kind, message="no"))

    assert await counting(vendor)(QUESTION, payer=Payer(), request=REQUEST) == ESTIMATE


@pytest.mark.parametrize("kind", ["bad_request", "unprocessable", "context_overflow"])
async def test_a_complaint_about_the_question_is_handed_on(kind: FailureKind) -> None:
    failure = Failure(kind=kind, message="no")

    assert await counting(Vendor(failure))(QUESTION, payer=Payer(), request=REQUEST) == failure


async def test_what_nobody_can_read_is_refused_when_it_has_to_be_estimated() -> None:
    problem = replace(QUESTION, problem=Invalid("messages: wrong"))

    assert await counting(Vendor(5))(problem, payer=Payer(), request=REQUEST) == TokenCount(
        tokens=5, estimated=False
    )
    with pytest.raises(Invalid, match="messages: wrong"):
        await counting(Vendor(5), kind="openai")(problem, payer=Payer(), request=REQUEST)


async def test_a_model_that_is_not_on_offer_is_named() -> None:
    with pytest.raises(NotFound, match="there is no model 'x'"):
        await counting(Vendor(5))(replace(QUESTION, model="x"), payer=Payer(), request=REQUEST)
