"""Write a service's OpenAPI document: `python -m entrypoints.openapi chat > webui/openapi.json`.

The interfaces' typed clients are generated from it; a test checks that it is not stale.
"""

import argparse
import json
from typing import Final

from adapters.inbound.http.shutdown import Shutdown
from entrypoints import admin, chat
from entrypoints.settings import Settings

SERVICES: Final = {"admin": admin.http_app, "chat": chat.create}


def document(service: str) -> str:
    """The document as text, the same from run to run. No store is asked."""
    app = SERVICES[service](Settings(), Shutdown())
    return json.dumps(app.openapi(), indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("service", choices=sorted(SERVICES))
    print(document(parser.parse_args().service), end="")  # noqa: T201 - its purpose


if __name__ == "__main__":
    main()
