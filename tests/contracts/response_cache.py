"""What every cache of answers must do."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from application.ports.response_cache import BYTES_MAX, CachedResponse, ResponseCache

HOUR = timedelta(hours=1)
STREAM = CachedResponse(
    media_type="text/event-stream; charset=utf-8",
    pieces=("data: Zü".encode()[:-1], "ü".encode()[1:] + b"\n\n", b"", b"\x00\xff"),
)
WHOLE = CachedResponse(media_type="application/json", pieces=(b"{}",))


class ResponseCacheContract:
    async def test_an_answer_comes_back_piece_by_piece_as_it_was(
        self, cache: ResponseCache
    ) -> None:
        assert await cache.get("n", owner="user:ada") is None
        await cache.put("n", STREAM, owner="user:ada", lasting=HOUR)
        await cache.put("m", WHOLE, owner="user:ada", lasting=HOUR)

        found = [await cache.get(name, owner="user:ada") for name in ("n", "m")]

        assert found == [STREAM, WHOLE]

    async def test_nobody_gets_another_s(self, cache: ResponseCache) -> None:
        await cache.put("n", WHOLE, owner="user:ada", lasting=HOUR)

        assert await cache.get("n", owner="user:eve") is None
        assert await cache.get("n", owner="team:ada") is None
        assert await cache.get("ada:n", owner="user") is None

    async def test_the_last_one_counts(self, cache: ResponseCache) -> None:
        await cache.put("n", WHOLE, owner="user:ada", lasting=HOUR)
        await cache.put("n", STREAM, owner="user:ada", lasting=HOUR)

        assert await cache.get("n", owner="user:ada") == STREAM

    async def test_it_lasts_for_its_time(
        self, cache: ResponseCache, let_pass: Callable[[timedelta], Awaitable[None]]
    ) -> None:
        await cache.put("n", WHOLE, owner="user:ada", lasting=HOUR)
        await let_pass(HOUR / 2)
        assert await cache.get("n", owner="user:ada") == WHOLE
        await let_pass(HOUR)
        assert await cache.get("n", owner="user:ada") is None

    async def test_one_that_is_too_large_is_not_kept(self, cache: ResponseCache) -> None:
        half = b"x" * (BYTES_MAX // 2)
        large = CachedResponse(media_type="text/plain", pieces=(half, half, b"x"))
        just = CachedResponse(media_type="text/plain", pieces=(half, half))

        await cache.put("large", large, owner="user:ada", lasting=HOUR)
        await cache.put("just", just, owner="user:ada", lasting=HOUR)

        assert await cache.get("large", owner="user:ada") is None
        assert await cache.get("just", owner="user:ada") == just
