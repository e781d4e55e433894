"""What operators see of calls at a relay."""

import pytest

from tests.integration.governance.site import METERED, Site

pytestmark = pytest.mark.asyncio(loop_scope="package")


async def test_a_booked_call_is_in_the_relay_s_histograms_and_no_key_or_prompt_is(
    site: Site,
) -> None:
    key = await site.key_of_team()
    heard = await site.ask(key, model=METERED, text="canary", max_tokens=5)
    (row,) = await site.rows_of([heard])

    told = (await site.client.get(f"{site.url(0)}/metrics")).text

    labels = f'model="{METERED}",outcome="ok",source="relay"'
    assert f"parley_call_seconds_count{{{labels}}}" in told
    assert f'parley_call_cost_usd_total{{model="{METERED}",source="relay"}}' in told
    assert "parley_call_first_token_seconds_bucket" in told
    assert "canary" not in told
    assert str(row.payer.team) not in told
    assert str(row.payer.key) not in told
