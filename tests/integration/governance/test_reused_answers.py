"""Answers that are given again, over two relays: asked for once, each account's by itself."""

import asyncio
from collections import Counter

import pytest

from adapters.outbound.system.ids import new_id
from application.admin.change_key import ChangeKey
from application.admin.permissions import Operator
from domain.accounts.access import Scope
from domain.accounts.api_key import key_id_of
from tests.integration.governance.site import FICKLE, OTHER, SLOW, Site, until
from tests.upstream.mode import Mode

pytestmark = pytest.mark.asyncio(loop_scope="package")

CACHE = "x-parley-cache"
ON = {CACHE: "on"}
WORDS = " ".join(f"w{n}" for n in range(20))


@pytest.mark.parametrize("path", ["/v1/chat/completions", "/v1/messages"])
@pytest.mark.parametrize("stream", [True, False])
async def test_many_who_ask_the_same_at_once_ask_the_provider_once(
    site: Site, path: str, stream: bool
) -> None:
    site.upstream.script(Mode(interval_s=0.02), model=SLOW)
    key, text = await site.key_of_team(), f"{WORDS} {new_id()}"
    for relay in (0, 1):
        await site.ask(key, relay=relay, headers=ON)
    site.upstream.exchanges.clear()

    heard = await asyncio.gather(
        *(
            site.ask(
                key,
                relay=n % 2,
                model=SLOW,
                text=text,
                stream=stream,
                path=path,
                headers=ON,
                max_tokens=100,
            )
            for n in range(20)
        )
    )
    again = await site.ask(
        key, relay=1, model=SLOW, text=text, stream=stream, path=path, headers=ON, max_tokens=100
    )

    assert len(site.upstream.exchanges) == 1
    assert Counter(each.headers[CACHE] for each in heard) == {"miss": 1, "hit": 19}
    assert again.headers[CACHE] == "hit"
    assert {each.text for each in (*heard, again)} == {heard[0].text}
    assert {each.headers["content-type"] for each in (*heard, again)} == {
        heard[0].headers["content-type"]
    }
    assert ("event-stream" in again.headers["content-type"]) is stream
    rows = await site.rows_of([*heard, again])
    assert len(rows) == 21
    paid = [row for row in rows if not row.reused]
    assert len(paid) == 1
    assert (paid[0].cost or 0) > 0
    assert {(row.cost, row.usage.total, row.outcome) for row in rows if row.reused} == {
        (0, 0, "ok")
    }


async def test_nothing_is_given_again_unless_that_was_asked_for(site: Site) -> None:
    key, text = await site.key_of_team(), new_id()

    plain = [await site.ask(key, text=text) for _ in range(2)]
    off = await site.ask(key, text=text, headers={CACHE: "off"})
    senseless = await site.ask(key, text=text, headers={CACHE: "perhaps"})

    assert len(site.upstream.exchanges) == 3
    assert all(CACHE not in each.headers for each in (*plain, off))
    assert senseless.status == 400


async def test_a_key_may_ask_for_it_once_and_for_all(site: Site) -> None:
    key, text = await site.key_of_team(), new_id()
    container = site.container
    change_key = ChangeKey(keys=container.keys(), users=container.users(), teams=container.teams())
    await change_key(key_id_of(key), lambda each: each.reusing(60), by=Operator())

    heard = [await site.ask(key, relay=n, text=text) for n in (0, 1)]

    assert [each.headers[CACHE] for each in heard] == ["miss", "hit"]


async def test_each_account_has_its_own_and_keys_of_one_share_it(site: Site) -> None:
    user = await site.add_user(new_id())
    text = new_id()
    keys = [
        await site.key_of_user(user),
        await site.key_of_user(user),
        await site.key_of_team(),
        await site.key_of_team(),
    ]

    heard = [await site.ask(key, text=text, headers=ON) for key in keys]

    assert [each.headers[CACHE] for each in heard] == ["miss", "hit", "miss", "miss"]


async def test_an_answer_of_before_is_for_who_may_still_have_it(site: Site) -> None:
    user, text = await site.add_user(new_id()), new_id()
    wide = await site.key_of_user(user)
    team = await site.container.create_team()(new_id(), by=Operator())
    of_team = await site.key_of_team(team.id)
    narrow = await site.key_of_team(team.id, scope=Scope(models=(OTHER,)))
    for key in (wide, of_team):
        assert (await site.ask(key, text=text, headers=ON)).headers[CACHE] == "miss"

    refused = await site.ask(narrow, text=text, headers=ON)
    await site.container.users().save((await site.container.users().get(user)).granted([OTHER]))

    async def taken_away() -> bool:
        return (await site.ask(wide, text=text, headers=ON)).status == 403

    await until(taken_away, within_s=2)
    assert refused.status == 403
    assert text not in refused.text


async def test_it_is_forgotten_when_its_time_is_over(site: Site) -> None:
    key, text = await site.key_of_team(), new_id()
    first = await site.ask(key, text=text, headers={CACHE: "1"})
    second = await site.ask(key, text=text, headers={CACHE: "1"})
    await asyncio.sleep(1.1)
    third = await site.ask(key, text=text, headers={CACHE: "1"})

    assert [each.headers[CACHE] for each in (first, second, third)] == ["miss", "hit", "miss"]


@pytest.mark.parametrize(
    "mode",
    [
        Mode(kind="status", status=500),
        Mode(kind="error_in_200_stream", status=500),
        Mode(kind="rst_after"),
        Mode(kind="no_done", usage="none"),
    ],
    ids=lambda mode: mode.kind,
)
async def test_what_did_not_end_well_is_not_given_again(site: Site, mode: Mode) -> None:
    key, text = await site.key_of_team(), f"{WORDS} {new_id()}"
    site.upstream.script(mode, model=FICKLE)
    broken = await site.ask(key, model=FICKLE, text=text, stream=True, headers=ON)
    site.upstream.reset()
    whole = await site.ask(key, model=FICKLE, text=text, stream=True, headers=ON)

    if mode.kind != "no_done":  # its last words may be all that is missing
        assert "[DONE]" not in broken.text or "error" in broken.text
    assert whole.headers[CACHE] == ("miss" if mode.kind != "no_done" else whole.headers[CACHE])
    assert "upstream" in whole.text


async def test_while_redis_is_away_everybody_asks(site: Site) -> None:
    key, text = await site.key_of_team(), new_id()
    await site.ask(key, text=text, headers=ON)
    site.redis.freeze()
    try:
        heard = [await site.ask(key, relay=n % 2, text=text, headers=ON) for n in range(4)]
    finally:
        site.redis.thaw()

    assert [each.status for each in heard] == [200] * 4
    assert {each.headers[CACHE] for each in heard} == {"miss"}
    assert max(each.took_s for each in heard) < 2
