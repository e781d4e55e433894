"""The browser journeys of both interfaces, against a whole system of their own.

`python -m tests.journey`: a temporary home, free ports, the fake upstream as a provider beside the
bundled model, `npm run e2e`, and everything stopped.
"""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from entrypoints.supervisor.ports import free_port

ROOT = Path(__file__).parents[1]
PARTS = ("HTTP", "HTTPS", "CHAT", "ADMIN", "RELAY", "MONGO", "REDIS", "LOCAL_MODEL")
READY_WITHIN_S = 120
MODELS = ("fake-echo", "fake-think", "fake-scribe", "fake-refused", "fake-broken", "fake-silent")


def main() -> int:
    with tempfile.TemporaryDirectory() as home:
        ports = {f"PARLEY_{part}_PORT": str(free_port()) for part in PARTS}
        upstream = free_port()
        environment = {
            **os.environ,  # noqa: TID251 - a program of its own
            **ports,
            **_provider(upstream),
            "PARLEY_HOME": home,
            "COLUMNS": "200",
        }
        speak = [sys.executable, "-m", "tests.upstream", "--port", str(upstream)]
        fake = subprocess.Popen(speak, cwd=ROOT)  # noqa: S603 - a program of its own
        screen = Path(home) / "screen.txt"
        with screen.open("wb") as output:
            system = subprocess.Popen(
                [sys.executable, "-m", "entrypoints.cli", "up"],
                cwd=ROOT,
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            _wait(system, screen)
            places = {
                "E2E_BASE_URL": f"http://localhost:{ports['PARLEY_HTTP_PORT']}",
                "E2E_UPSTREAM": f"http://127.0.0.1:{upstream}",
            }
            codes = [
                _journey(name, places, screen.read_text()) for name in ("webui", "admin-webui")
            ]
        finally:
            system.send_signal(signal.SIGINT)
            system.wait(60)
            fake.terminate()
            fake.wait(10)
    return max(codes)


def _provider(port: int) -> dict[str, str]:
    provider = {"kind": "openai_compatible", "base_url": f"http://127.0.0.1:{port}/v1"}
    price = {"input": "3.00", "output": "15.00"}
    models = [{"name": name, "provider": "fake", "price": price} for name in MODELS]
    return {
        "PARLEY_PROVIDERS": json.dumps({"fake": provider}),
        "PARLEY_MODELS": json.dumps(models),
    }


def _wait(system: subprocess.Popen[bytes], screen: Path) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while "Parley is ready" not in screen.read_text():
        if system.poll() is not None or time.monotonic() > deadline:
            sys.exit(f"the system did not start:\n{screen.read_text()}")
        time.sleep(0.2)


def _journey(name: str, places: dict[str, str], screen: str) -> int:
    shown = re.search(r"First administrator.*\n\s+(\S+)\n\s+(\S+)", screen)
    key = re.search(r"First relay key.*\n\s+(\S+)", screen)
    environment = {
        **os.environ,  # noqa: TID251 - a program of its own
        **places,
        "E2E_ADMIN_EMAIL": shown[1] if shown else "",
        "E2E_ADMIN_PASSWORD": shown[2] if shown else "",
        "E2E_RELAY_KEY": key[1] if key else "",
    }
    command = ["npm", "run", "e2e"]
    return subprocess.run(command, cwd=ROOT / name, env=environment, check=False).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
