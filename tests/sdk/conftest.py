"""No connection is opened here: a vendor's client need not read every authority for each test."""

from collections.abc import Iterator
from pathlib import Path

import certifi
import pytest

END = "-----END CERTIFICATE-----\n"


@pytest.fixture(scope="session", autouse=True)
def one_authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Reading all of them takes 40 ms, twice for each of Google's clients."""
    bundle = Path(certifi.where()).read_text(encoding="utf-8")
    one = tmp_path_factory.mktemp("authorities") / "one.pem"
    one.write_text(bundle.partition(END)[0] + END, encoding="utf-8")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SSL_CERT_FILE", str(one))
        yield
