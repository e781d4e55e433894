from collections.abc import AsyncGenerator

import pytest
import pytest_asyncio

from tests.integration.governance.site import Site, two_relays


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def shared_site(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Site]:
    with pytest.MonkeyPatch.context() as patch:
        async with two_relays(tmp_path_factory.mktemp("governance"), patch) as site:
            yield site


@pytest_asyncio.fixture(loop_scope="package")
async def site(shared_site: Site) -> Site:
    """One for all tests of this package; what the upstream saw and was told is forgotten."""
    shared_site.upstream.reset()
    return shared_site
