import csv
from dataclasses import replace
from io import StringIO

from domain.llm.usage import Usage
from domain.transactions.money import NanoUsd
from tests.builders import a_batch, a_transaction
from tests.routes.admin.service import Service
from tests.unit.domain.transactions.test_price import PRICE

CALL = replace(
    a_transaction(model="=cmd|' /C calc'!A0"),
    usage=Usage(input_uncached=1_000, cache_read=1_000_000, output=10),
    price=PRICE,
    cost=PRICE.cost(Usage(input_uncached=1_000, cache_read=1_000_000, output=10)),
    latency_ms=1_024,
)
TODAY = "from=2026-01-01&to=2026-01-01"


async def test_an_analysis_tells_figures_beside_those_before(service: Service) -> None:
    await service.sign_in("auditor")
    await service.house.totals.add(a_batch().id, [CALL])

    found = (await service.client.get(f"/admin/api/analytics?by=model&{TODAY}")).json()

    [part] = found["parts"]
    saved = NanoUsd(PRICE.input - PRICE.cache_read)
    assert part["now"] == found["now"]
    assert part["now"]["saved_nano_usd"] == str(saved)
    assert part["now"]["p95_ms"] == 1_024
    assert part["before"]["p95_ms"] is None
    assert found["forecast"]["spent_nano_usd"] == str(CALL.cost)
    assert found["before_last"] == "2025-12-31"


async def test_the_export_is_safe_for_spreadsheets_and_noted(service: Service) -> None:
    await service.sign_in()
    await service.house.totals.add(a_batch().id, [CALL])

    as_csv = await service.client.get(f"/admin/api/analytics/export?by=model&{TODAY}")
    as_json = await service.client.get(f"/admin/api/analytics/export?{TODAY}&format=json")

    rows = list(csv.DictReader(StringIO(as_csv.text, newline="")))
    assert rows[0]["model"] == f"'{CALL.model}"
    assert rows[-1]["cost_nano_usd"] == str(CALL.cost)
    assert as_json.json()["parts"][0]["id"] == CALL.model
    head = await service.house.log.head()
    assert head is not None
    assert head.act.action == "exportAnalysis"
    assert head.act.details["from"] == "2026-01-01"


async def test_what_cannot_be_asked_is_said(service: Service) -> None:
    await service.sign_in()

    for query, status in (
        ("by=colour&" + TODAY, 422),
        ("", 422),
        ("from=2026-01-02&to=2026-01-01", 400),
    ):
        reply = await service.client.get(f"/admin/api/analytics?{query}")
        assert (query, reply.status_code) == (query, status)
