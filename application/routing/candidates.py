"""Who may be asked for a call: the model's deployments, and its fallbacks' as far as granted."""

from collections.abc import Iterator
from dataclasses import dataclass

from application.call_record import Call
from application.ports.language_models import ModelCatalog
from domain.accounts.access import Grants
from domain.catalog.models import Catalog, Fallbacks, Model
from domain.errors import Forbidden, NotFound

_NONE = Fallbacks()


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Each a model as one deployment serves it.

    `own` are the model's, then those of the models that are asked when these fail, when the prompt
    is too long for them, and when they refuse its content.
    """

    own: tuple[Model, ...]
    usual: tuple[Model, ...] = ()
    longer: tuple[Model, ...] = ()
    unfiltered: tuple[Model, ...] = ()

    def __iter__(self) -> Iterator[Model]:
        yield from self.own
        yield from self.usual
        yield from self.longer
        yield from self.unfiltered


async def candidates_of(call: Call, grants: Grants, catalog: ModelCatalog) -> Candidates:
    """Raise `Forbidden` when no deployment of the model has a price, and they need one."""
    model = call.model
    own = tuple(place for place in model.places if _is_payable(place, call))
    if not own:
        of = "" if model.price is None else f" for {call.task}"
        raise Forbidden(f"the model {model.name!r} has no price{of}; an administrator can set one")
    if model.fallbacks == _NONE:
        return Candidates(own=own)
    known = await catalog.current()

    def places(names: tuple[str, ...]) -> tuple[Model, ...]:
        return tuple(place for name in names for place in _granted(name, known, call, grants))

    fallbacks = model.fallbacks
    return Candidates(
        own=own,
        usual=places(fallbacks.usual),
        longer=places(fallbacks.longer),
        unfiltered=places(fallbacks.unfiltered),
    )


def _granted(name: str, known: Catalog, call: Call, grants: Grants) -> tuple[Model, ...]:
    try:
        model = known.find(name)
    except NotFound:  # it was taken off the offer
        return ()
    if not grants.allow(model.name) or call.task not in model.tasks:
        return ()
    return tuple(place for place in model.places if _is_payable(place, call))


def _is_payable(place: Model, call: Call) -> bool:
    return place.unpriced_allowed or place.price_for(call.task) is not None
