"""`python -m tests.upstream --port N`: the fake upstream as a process of its own."""

import argparse
import asyncio
import contextlib

from tests.upstream.server import FakeUpstream


async def _serve(port: int) -> None:
    upstream = await FakeUpstream().start(port)
    print(f"fake upstream on {upstream.url}", flush=True)  # noqa: T201  # whoever started it reads this
    await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.upstream", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 picks a free one")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(parser.parse_args().port))
