"""`python -m tests.journey`: the browser journeys of both interfaces, against a whole system.

The fake upstream is a provider beside the bundled model.
"""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed

from tests.running import (
    ROOT,
    RunningSystem,
    letting_in,
    offering,
    running_system,
    running_upstream,
)

TITLES = "fake-title"
MODELS = (
    "fake-echo",
    "fake-calc",
    "fake-think",
    "fake-scribe",
    "fake-refused",
    "fake-broken",
    "fake-silent",
    TITLES,
)
JOURNEYS = (
    ("webui", "--project=scripted", "--output=test-results/scripted"),
    ("webui", "--project=unscripted", "--output=test-results/unscripted", "--workers=2"),
    ("admin-webui",),
)
NEWCOMER = "newcomer@parley.local"
"""An administrator of whom a journey asks a second factor; no other signs in as them."""
PRICE = {"input": "3.00", "output": "15.00"}


def main() -> int:
    with (
        running_upstream() as upstream,
        running_system(settings(upstream)) as system,
    ):
        return max(journeys(system, upstream))


def settings(upstream: str) -> dict[str, str]:
    """People may connect places of the fake upstream, and models may run code."""
    tools = {"trusted": [upstream.partition("://")[2]], "code_runner": True}
    offered = offering(upstream, MODELS, price=PRICE, seeing=("fake-echo",), tools=("fake-calc",))
    painter = {"name": "fake-picture", "provider": "fake", "tasks": ["images"]}
    models = [*json.loads(offered["PARLEY_MODELS"]), {**painter, "price": {"image": "0.04"}}]
    return {
        **offered,
        **letting_in(upstream, "first", "second"),
        "PARLEY_MODELS": json.dumps(models),
        "PARLEY_TITLES": TITLES,
        "PARLEY_TOOLS": json.dumps(tools),
    }


def journeys(system: RunningSystem, upstream: str) -> list[int]:
    """All at once, as people are there at once; each is told as a whole when it is over."""
    newcomer = system.parley("admin", "create", NEWCOMER).stdout.strip()
    with ThreadPoolExecutor() as pool:
        found = [
            pool.submit(journey, *each, system=system, upstream=upstream, newcomer=newcomer)
            for each in JOURNEYS
        ]
        return [each.result() for each in as_completed(found)]


def journey(
    interface: str, *options: str, system: RunningSystem, upstream: str, newcomer: str
) -> int:
    email, password = system.administrator
    environment = {
        **os.environ,  # noqa: TID251 - a program of its own
        "E2E_BASE_URL": system.site,
        "E2E_UPSTREAM": upstream,
        "E2E_NEWCOMER_EMAIL": NEWCOMER,
        "E2E_NEWCOMER_PASSWORD": newcomer,
        "E2E_MAIL": str(system.home / "mail"),
        "E2E_ADMIN_EMAIL": email,
        "E2E_ADMIN_PASSWORD": password,
        "E2E_RELAY_KEY": system.relay_key,
    }
    command = ["npm", "run", "e2e", "--", *options]
    outcome = subprocess.run(  # noqa: S603
        command,
        cwd=ROOT / interface,
        env=environment,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    sys.stdout.buffer.write(outcome.stdout)
    sys.stdout.flush()
    return outcome.returncode


if __name__ == "__main__":
    sys.exit(main())
