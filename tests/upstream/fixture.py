from collections.abc import AsyncIterator

import pytest

from tests.upstream.server import FakeUpstream


@pytest.fixture
async def fake_upstream() -> AsyncIterator[FakeUpstream]:
    """A fake upstream of this test's own, on a free port."""
    upstream = await FakeUpstream().start()
    yield upstream
    await upstream.stop()
