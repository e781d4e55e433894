"""Which models there are: public names, who serves each, and what each can do."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Literal, Self

from domain.allowances.leaving import ABORT, Leaving
from domain.allowances.terms import Budget, Limits
from domain.catalog.own_key import Credential
from domain.errors import Invalid, NotFound
from domain.formats.parts_reading import FormatName
from domain.llm.capabilities import Capabilities
from domain.llm.tasks import CHAT, Task
from domain.llm.usage import Usage
from domain.routing.strategies import Strategy
from domain.routing.timeouts import Timeouts
from domain.transactions.money import ZERO, NanoUsd
from domain.transactions.price import Price, price_at

ProviderKind = Literal["openai", "anthropic", "google", "openai_compatible"]
OpenAiFormat = Literal["openai_chat", "openai_responses"]
_SPOKEN: Final[dict[ProviderKind, frozenset[FormatName]]] = {
    "openai": frozenset({"openai_chat", "openai_responses"}),
    "openai_compatible": frozenset({"openai_chat"}),
    "anthropic": frozenset({"anthropic_messages"}),
    "google": frozenset({"gemini"}),
}


ATTEMPTS_MAX: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """One more place that serves a model: its provider, and what differs from the first place.

    `weight` is its share of the calls where they are shared out.
    """

    provider: str
    kind: ProviderKind
    upstream: str
    weight: int = 1
    capabilities: Capabilities = field(default_factory=Capabilities)
    price: Price | None = None
    later_prices: tuple[Price, ...] = ()
    format: OpenAiFormat | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fallbacks:
    """Public names of models that are asked when a model's own deployments cannot answer.

    `usual` after their failures, `longer` when the prompt is too long, `unfiltered` when its
    content was refused.
    """

    usual: tuple[str, ...] = ()
    longer: tuple[str, ...] = ()
    unfiltered: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.usual, *self.longer, *self.unfiltered)


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A public name → the provider that serves it and the name it has there.

    `price` is `None` when nobody knows it: then it is refused unless `unpriced_allowed`.
    `later_prices` are versions that will hold, or held since `price` was read. `format` is the one
    of OpenAI's formats in which its provider is asked; `None` is what is usual for its kind.
    `tasks` are the kinds of calls that it answers. `leaving` is for keys that say nothing of it.

    `others` are more places that serve it, after the one that it names itself; `strategy` says
    which is asked first, `attempts` how many at most. `credential` is a person's own key, put in
    for one call of theirs.
    """

    name: str
    label: str
    provider: str
    kind: ProviderKind
    upstream: str
    aliases: tuple[str, ...] = ()
    capabilities: Capabilities = field(default_factory=Capabilities)
    price: Price | None = None
    unpriced_allowed: bool = False
    is_default: bool = False
    later_prices: tuple[Price, ...] = ()
    limits: Limits = field(default_factory=Limits)
    budgets: tuple[Budget, ...] = ()
    format: OpenAiFormat | None = None
    tasks: tuple[Task, ...] = CHAT
    leaving: Leaving = ABORT
    weight: int = 1
    others: tuple[Deployment, ...] = ()
    strategy: Strategy = "priority"
    fallbacks: Fallbacks = field(default_factory=Fallbacks)
    timeouts: Timeouts = field(default_factory=Timeouts)
    attempts: int = ATTEMPTS_MAX
    credential: Credential | None = None

    def at(self, moment: datetime) -> Self:
        """With the price that holds then."""
        return replace(
            self,
            price=_price_at(self.price, self.later_prices, moment),
            others=tuple(
                replace(each, price=_price_at(each.price, each.later_prices, moment))
                for each in self.others
            ),
        )

    @property
    def place(self) -> tuple[str, str]:
        """What is asked: a provider, and its name of the model."""
        return self.provider, self.upstream

    @property
    def places(self) -> tuple[Self, ...]:
        """The model as each of its deployments serves it, in their order."""
        if not self.others:
            return (self,)
        alone = replace(self, others=())
        return (alone, *(alone.served_by(each) for each in self.others))

    def served_by(self, deployment: Deployment) -> Self:
        return replace(
            self,
            provider=deployment.provider,
            kind=deployment.kind,
            upstream=deployment.upstream,
            weight=deployment.weight,
            capabilities=deployment.capabilities,
            price=deployment.price,
            later_prices=deployment.later_prices,
            format=deployment.format,
        )

    def check_task(self, task: Task) -> None:
        """Raise `Invalid` unless it answers such calls."""
        if task not in self.tasks:
            raise Invalid(f"the model {self.name!r} is for {_listed(self.tasks)}, not for {task}")

    def price_for(self, task: Task) -> Price | None:
        """The price, when it says what such a call costs; one of nothing but zeros always does."""
        price = self.price
        return price if price is not None and (_says(price, task) or price.is_free) else None

    @property
    def is_paid_by_them(self) -> bool:
        """Whether it is asked with a key of the person's own."""
        return self.credential is not None

    def cost(self, usage: Usage, task: Task) -> NanoUsd | None:
        """To us: nothing where they pay themselves; `None` where nobody knows the price."""
        if self.is_paid_by_them:
            return ZERO
        price = self.price_for(task)
        return None if price is None else price.cost(usage)

    def speaks(self, format: FormatName) -> bool:
        """Whether its provider understands requests in that format."""
        if format == "openai_completions":
            return "completions" in self.tasks and self.kind in {"openai", "openai_compatible"}
        if self.format is not None:
            return format == self.format
        return format in _SPOKEN[self.kind]

    @property
    def openai_format(self) -> OpenAiFormat:
        """In which of OpenAI's formats it is told what has to be converted.

        OpenAI itself takes both: models that reason keep their reasoning in responses alone, all
        others take more options in chat.
        """
        if self.format is not None:
            return self.format
        reasons = self.capabilities.thinking != "none"
        return "openai_responses" if self.kind == "openai" and reasons else "openai_chat"

    @property
    def takes_reasoning_back(self) -> bool:
        """Whether a history is worth more with the reasoning in it."""
        if self.kind in {"anthropic", "google"} or self.capabilities.reasoning_replayed:
            return True
        return self.openai_format == "openai_responses"

    @property
    def is_original(self) -> bool:
        """Whether the vendor itself serves it, and not a server that only speaks its format."""
        return self.kind != "openai_compatible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """All models on offer, in the order in which they are shown."""

    models: tuple[Model, ...] = ()

    def __post_init__(self) -> None:
        seen: set[str] = set()
        for model in self.models:
            for name in (model.name, *model.aliases):
                if name in seen:
                    raise Invalid(f"two models are called {name!r}")
                seen.add(name)

    def find(self, name: str, *, task: Task | None = None) -> Model:
        """By name or alias, exactly. Raises `NotFound`, and `Invalid` when it is not for `task`."""
        for model in self.models:
            if name == model.name or name in model.aliases:
                if task is not None:
                    model.check_task(task)
                return model
        raise NotFound(f"there is no model {name!r}")

    def at(self, moment: datetime) -> Self:
        """Every model with the price that holds then."""
        return replace(self, models=tuple(model.at(moment) for model in self.models))

    def answering(self, task: Task) -> Self:
        """The part of it that answers such calls."""
        return replace(self, models=tuple(each for each in self.models if task in each.tasks))

    @property
    def default(self) -> Model:
        """Of those that chat the one marked so, else the first. Raises `NotFound` for none."""
        chatting = self.answering("chat").models
        for model in chatting:
            if model.is_default:
                return model
        if not chatting:
            raise NotFound("no model is configured")
        return chatting[0]


def _price_at(price: Price | None, later: tuple[Price, ...], moment: datetime) -> Price | None:
    return price_at((*(() if price is None else (price,)), *later), moment)


def _listed(tasks: Sequence[Task]) -> str:
    return " and ".join(tasks) or "nothing"


def _says(price: Price, task: Task) -> bool:
    """Whether a price has a rate in what such calls are counted in."""
    media = price.media
    match task:
        case "images":
            return bool(media.image or media.output_image or price.output)
        case "speech":
            return bool(media.characters or price.output)
        case "transcriptions":
            return bool(media.audio_hour or media.input_audio or price.input)
        case "chat" | "completions" | "embeddings" | "moderations":
            return bool(price.input or price.output)
