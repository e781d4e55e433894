import pytest

from adapters.outbound.prices.catalog import DatedModelCatalog
from adapters.outbound.providers.registry import ConfiguredLanguageModels
from adapters.outbound.system.clock import utc_now
from adapters.outbound.system.sealing import AesSealing
from application.admin.change_offer import purpose_of
from domain.catalog.models import Catalog
from domain.catalog.offer import Offer, OfferedProvider
from domain.errors import Invalid, NotFound
from domain.json import JsonObject
from entrypoints.provider_connections import connections
from entrypoints.running_offer import RunningOffer
from entrypoints.settings import Settings

PRICE: JsonObject = {"input": "1", "output": "2"}
SETTINGS = Settings.model_validate(
    {
        "local_model": False,
        "providers": {
            "mine": {"kind": "openai_compatible", "base_url": "http://127.0.0.1:9/v1"},
        },
        "models": [
            {"name": "m", "provider": "mine", "price": PRICE},
            {"name": "n", "provider": "mine", "price": PRICE},
        ],
    }
)
SEALING = AesSealing(b"s" * 32)
THEIRS: JsonObject = {"kind": "anthropic", "base_url": "http://127.0.0.1:9"}


def a_running_offer() -> RunningOffer:
    return RunningOffer(
        settings=SETTINGS,
        sealing=SEALING,
        catalog=DatedModelCatalog(Catalog(), clock=utc_now),
        models=ConfiguredLanguageModels(connections(SETTINGS)),
    )


def theirs(key: str | None = "sk-secret", **changes: str) -> dict[str, OfferedProvider]:
    sealed = None if key is None else SEALING.seal(key, purpose=purpose_of("theirs"))
    return {"theirs": OfferedProvider(settings={**THEIRS, **changes}, sealed_key=sealed)}


async def test_models_and_providers_come_beside_the_operator_s() -> None:
    running = a_running_offer()
    added: JsonObject = {
        "name": "k",
        "provider": "theirs",
        "price": PRICE,
        "deployments": [{"provider": "mine", "price": PRICE}],
        "capabilities": ["tools"],
    }

    running.serve(Offer(version=1, providers=theirs(), models=(added,)))

    catalog = await running.catalog.current()
    assert [model.name for model in catalog.models] == ["m", "n", "k"]
    model = catalog.find("k")
    assert [place.place for place in model.places] == [("theirs", "k"), ("mine", "k")]
    assert running.models.of(model) is not None


async def test_one_goes_before_the_operator_s_of_the_same_name_and_others_are_removed() -> None:
    running = a_running_offer()
    changed: JsonObject = {"name": "m", "provider": "mine", "upstream": "new", "price": PRICE}

    running.serve(Offer(version=1, models=(changed,), removed=("n",)))

    catalog = await running.catalog.current()
    assert [(model.name, model.upstream) for model in catalog.models] == [("m", "new")]


async def test_what_is_taken_back_leaves_the_operator_s() -> None:
    running = a_running_offer()
    model: JsonObject = {"name": "k", "provider": "theirs", "price": PRICE}
    running.serve(Offer(version=1, providers=theirs(), models=(model,), removed=("n",)))
    gone = (await running.catalog.current()).find("k")

    running.serve(Offer(version=2))

    assert [each.name for each in (await running.catalog.current()).models] == ["m", "n"]
    with pytest.raises(NotFound, match="'theirs' is not configured"):
        running.models.of(gone)


@pytest.mark.parametrize(
    ("offer", "reason"),
    [
        (
            Offer(providers={"mine": OfferedProvider(settings=THEIRS)}),
            "'mine' is the operator's",
        ),
        (Offer(providers=theirs(None)), "needs api_key"),
        (Offer(providers=theirs(kind="nobody")), "provider 'theirs': kind"),
        (Offer(providers=theirs(base_url="file:///etc/passwd")), "provider 'theirs': base_url"),
        (Offer(providers=theirs(api_key="sk-x")), "its key is given beside"),
        (Offer(providers=theirs(api_key_env="HOME")), "its key is given beside"),
        (Offer(models=({"name": "k", "provider": "nowhere"},)), "'nowhere'; known are"),
        (Offer(models=({"name": "k"},)), "model 'k': provider"),
        (Offer(models=({"name": "k", "provider": "mine", "fallbacks": ["n"]},), removed=("n",)),
         "cannot fall back on 'n'"),
        (Offer(models=({"name": "k", "provider": "mine", "aliases": ["m"]},)), "called 'm'"),
    ],
)  # fmt: skip
async def test_what_cannot_be_served_is_refused_and_changes_nothing(
    offer: Offer, reason: str
) -> None:
    running = a_running_offer()
    running.serve(Offer(version=1))
    before = await running.catalog.current()

    with pytest.raises(Invalid, match=reason):
        running.check(offer)
    with pytest.raises(Invalid, match=reason):
        running.serve(offer)

    assert await running.catalog.current() == before


async def test_a_refusal_tells_no_key() -> None:
    with pytest.raises(Invalid) as refusal:
        a_running_offer().check(Offer(providers=theirs("sk-secret", kind="nobody")))

    assert "sk-secret" not in str(refusal.value)


def test_everything_is_told_with_who_said_so_and_whether_it_is_on_offer() -> None:
    changed: JsonObject = {"name": "m", "provider": "theirs", "upstream": "new", "price": PRICE}
    offer = Offer(version=1, providers=theirs(), models=(changed,), removed=("n",))

    found = a_running_offer().assortment(offer)

    assert [(each.name, each.is_operators, each.has_key) for each in found.providers] == [
        ("mine", True, False),
        ("theirs", False, True),
    ]
    assert [(each.model.name, each.is_operators, each.is_offered) for each in found.models] == [
        ("n", True, False),
        ("m", False, True),
    ]


def test_what_is_told_of_a_model_says_the_same_when_it_comes_back() -> None:
    running = a_running_offer()
    rich: JsonObject = {
        "name": "k",
        "provider": "mine",
        "price": [{**PRICE, "from": "2026-12-01"}, {"image": "0.04"}],
        "capabilities": ["vision", "tools"],
        "budgets": [{"window": "month", "limit": "5.50"}],
        "deployments": [{"provider": "mine", "upstream": "k2", "weight": 3, "price": PRICE}],
        "timeouts": {"first_token_s": 3.0},
        "fallbacks": ["m"],
    }
    told = running.assortment(Offer(models=(rich,)))

    again = running.assortment(Offer(models=tuple(each.definition for each in told.models)))

    assert [each.definition for each in again.models] == [each.definition for each in told.models]
    assert told.models[-1].definition["fallbacks"] == ["m"]
    assert told.models[-1].definition["capabilities"] == ["tools", "vision"]


def test_a_provider_s_address_is_found_by_its_name() -> None:
    running, offer = a_running_offer(), Offer(providers=theirs())

    assert running.address("theirs", offer).api_key == "sk-secret"
    assert running.address("mine", offer).base_url == "http://127.0.0.1:9/v1"
    with pytest.raises(NotFound, match="no provider 'other'"):
        running.address("other", offer)


async def test_people_may_use_their_own_keys_where_the_offer_says_so_also_at_the_operator_s() -> (
    None
):
    running = a_running_offer()
    said = Offer(version=1, providers=theirs(), own_keys=("mine", "theirs", "gone-since"))

    running.serve(said)

    opened = running.open_providers.by_name
    assert {name: (each.kind, each.base_url) for name, each in opened.items()} == {
        "mine": ("openai_compatible", "http://127.0.0.1:9/v1"),
        "theirs": ("anthropic", "http://127.0.0.1:9"),
    }
    shown = {each.name: each.takes_own_keys for each in running.assortment(said).providers}
    assert shown == {"mine": True, "theirs": True}
    running.serve(Offer(version=2))
    assert running.open_providers.by_name == {}
