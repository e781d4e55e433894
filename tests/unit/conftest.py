"""Looking for cycles all the time is a tenth of a run; nothing here holds on to a socket."""

import gc

gc.set_threshold(100_000, 50, 100)


def pytest_collection_finish() -> None:
    """What has been imported stays: nobody need look through it again, also not at the end."""
    gc.freeze()
