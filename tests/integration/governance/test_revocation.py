"""What was taken away is gone on every instance within a second, whatever became of Redis."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest
from redis.asyncio import Redis

from adapters.outbound.system.clock import utc_now
from application.admin.ban_user import BanUser
from application.admin.permissions import Operator
from application.admin.set_user_state import SetUserState
from domain.accounts.api_key import key_id_of
from tests.integration.governance.site import ECHO, OTHER, Site, until

pytestmark = pytest.mark.asyncio(loop_scope="package")

WITHIN_S = 1.0


async def refused_everywhere(
    site: Site, key: str, change: Callable[[], Awaitable[object]], *, status: int, model: str = ECHO
) -> float:
    """Use a key all the time on both relays; how long after the change the last call went through.

    After a refusal none may go through any more.
    """
    for relay in (0, 1):
        assert (await site.ask(key, relay=relay, model=model)).status == 200
    seen = dict[int, list[tuple[float, int]]]({0: [], 1: []})

    async def use(relay: int) -> None:
        while True:
            began = time.monotonic()
            seen[relay].append((began, (await site.ask(key, relay=relay, model=model)).status))
            await asyncio.sleep(0.005)

    using = [asyncio.ensure_future(use(relay)) for relay in (0, 1)]
    await asyncio.wait(using, timeout=0.2)
    await change()
    changed = time.monotonic()
    await asyncio.wait(using, timeout=WITHIN_S + 0.5)
    for each in using:
        each.cancel()
    await asyncio.wait(using)
    for asked in seen.values():
        statuses = [found for _, found in asked]
        first = statuses.index(status)
        assert set(statuses[:first]) == {200}
        assert set(statuses[first:]) == {status}
    return max(at - changed for asked in seen.values() for at, found in asked if found == 200)


async def test_a_revoked_key_is_refused_by_both_relays_at_once(site: Site) -> None:
    key = await site.key_of_team()

    last = await refused_everywhere(site, key, lambda: site.revoke(key_id_of(key)), status=401)

    # It was pushed: nobody waited for the half second after which everybody asks again.
    assert last < 0.25


async def test_a_disabled_user_s_keys_and_changed_grants_are_pushed_too(site: Site) -> None:
    user = await site.add_user("ada")
    key = await site.key_of_user(user)
    users = site.container.users()

    async def narrow() -> None:
        await users.save((await users.get(user)).granted([OTHER]))

    set_state = SetUserState(users=users, end_all_sessions=site.container.end_all_sessions())
    narrowed = await refused_everywhere(site, key, narrow, status=403)
    disabled = await refused_everywhere(
        site,
        key,
        lambda: set_state(user, "disabled", by=Operator()),
        status=401,
        model=OTHER,
    )

    await set_state(user, "active", by=Operator())
    ban = BanUser(users=users, end_all_sessions=site.container.end_all_sessions(), clock=utc_now)
    banned = await refused_everywhere(
        site,
        key,
        lambda: ban(user, reason="Keys were shared", until=None, by=Operator()),
        status=403,
        model=OTHER,
    )

    assert max(narrowed, disabled, banned) < 0.25


async def test_a_revocation_while_redis_hangs_is_effective_within_a_second(site: Site) -> None:
    key = await site.key_of_team()
    site.redis.freeze()
    try:
        last = await refused_everywhere(site, key, lambda: site.revoke(key_id_of(key)), status=401)
    finally:
        site.redis.thaw()

    assert last < WITHIN_S


async def test_revoked_keys_stay_revoked_when_redis_is_emptied_and_when_it_is_away(
    site: Site,
) -> None:
    key, good = await site.key_of_team(), await site.key_of_team()
    assert (await site.ask(key)).status == 200
    await site.revoke(key_id_of(key))

    async with Redis.from_url(site.redis_url) as redis:
        await redis.flushall()
    emptied = [(await site.ask(each, relay=n)).status for each in (key, good) for n in (0, 1)]
    await site.redis.kill()
    away = [(await site.ask(each, relay=n)).status for each in (key, good) for n in (0, 1)]
    await site.redis.start()
    back = [(await site.ask(each, relay=n)).status for each in (key, good) for n in (0, 1)]

    assert emptied == away == back == [401, 401, 200, 200]


async def test_a_key_that_was_just_revoked_stays_so_while_mongodb_is_away(site: Site) -> None:
    key = await site.key_of_team()
    for relay in (0, 1):
        assert (await site.ask(key, relay=relay)).status == 200
    await until(lambda: _heard_by_both(site), within_s=10)
    await site.revoke(key_id_of(key))
    await asyncio.sleep(0.1)  # the push is on its way

    site.mongo.freeze()
    try:
        statuses = [(await site.ask(key, relay=relay)).status for relay in (0, 1)]
    finally:
        site.mongo.thaw()

    # Nobody can say any more that it was revoked; that it was good is not known either.
    assert 200 not in statuses


async def _heard_by_both(site: Site) -> bool:
    """Whether a revocation is heard sooner than anybody would ask by itself."""
    key = await site.key_of_team()
    for relay in (0, 1):
        await site.ask(key, relay=relay)
    await site.revoke(key_id_of(key))
    await asyncio.sleep(0.1)
    return {(await site.ask(key, relay=relay)).status for relay in (0, 1)} == {401}
