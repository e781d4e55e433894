"""`python -m tests.screenshots`: every page of both interfaces into `docs/screenshots`.

A whole system with a made-up account; light and dark, 360 and 1280 px wide, kept as WebP.
"""

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Final

import httpx2
from PIL import Image

from tests.running import ROOT, RunningSystem, offering, running_system, running_upstream

PLACE: Final = ROOT / "docs" / "screenshots"
PERSON: Final = {
    "email": "mara.lindqvist@example.com",
    "password": "a lighthouse in the fog",
    "name": "Mara Lindqvist",
}
MODELS: Final = ("house-large", "house-small")
PRICE: Final = {"input": "3.00", "output": "15.00"}
QUALITY: Final = 70
CHATS: Final = (
    (
        "Moving the harbour's timetable",
        "What has to change when the ferry leaves ten minutes earlier?",
        (
            "Three things:\n\n1. the **bus** to the quay\n2. the crew's shift\n3. the boards\n\n"
            "| Line | Now | Then |\n| --- | --: | --: |\n| Ferry 4 | 08:10 | 08:00 |\n\n"
            "```mermaid\nflowchart LR\n  A[Station] --> B[Bus 12]\n  B --> C[Ferry 4]\n```"
        ),
    ),
    (
        "A tip calculator",
        "Write me a small calculator for tips.",
        (
            "Here it is:\n\n```html\n<html>\n<title>Tip calculator</title>\n<body>\n"
            "<h1>Tip calculator</h1>\n<label>Bill <input type=number value=40></label>\n"
            "</body>\n</html>\n```"
        ),
    ),
    ("Compound interest", "How does it grow?", "By\n\n\\[A = P(1 + r)^n\\]\n\nwith rate \\(r\\)."),
    ("Names for a boat", "It is small and red.", "*Robin*, *Ember* or *Little Cape*."),
)


def export() -> bytes:
    """The chats in the shape of an export, as anybody could bring them along."""
    return json.dumps(
        [
            {
                "uuid": title,
                "name": title,
                "chat_messages": [
                    {"uuid": "1", "sender": "human", "text": question},
                    {"uuid": "2", "sender": "assistant", "text": answer},
                ],
            }
            for title, question, answer in CHATS
        ]
    ).encode()


AGENT: Final = {
    "name": "Harbour master",
    "emoji": "\N{ANCHOR}",
    "colour": "blue",
    "description": "Knows every ferry and its timetable.",
    "instructions": "You help {{user}} with ferries. Today is {{date}}.",
    "model": MODELS[0],
    "starters": ["When does the next ferry leave?", "What if it is foggy?"],
}
Addresses = dict[str, str | list[str]]


def filled(system: RunningSystem) -> Addresses:
    """An account with chats, a project and an agent, some calls of `/v1`; where they are."""
    with httpx2.Client(base_url=system.site, timeout=60, headers={"origin": system.site}) as site:
        token = site.post("/api/auth/register", json=PERSON).raise_for_status().json()
        mine = {"authorization": f"Bearer {token['access_token']}"}
        report = site.post("/api/imports", content=export(), headers=mine).raise_for_status()
        for model in MODELS:
            site.post(
                "/v1/chat/completions",
                json={"model": model, "messages": [{"role": "user", "content": "Good morning"}]},
                headers={"authorization": f"Bearer {system.relay_key}"},
            ).raise_for_status()
        chats: list[dict[str, str]] = report.json()["chats"]
        agent = site.post("/api/agents", json=AGENT, headers=mine).raise_for_status().json()
        words = {"name": "Ferries", "instructions": "Answer for sailors: briefly, in knots."}
        project = site.post("/api/projects", json=words, headers=mine).raise_for_status().json()
        for each in chats[:2]:
            place = f"/api/conversations/{each['conversation_id']}"
            moved = {"project_id": project["id"]}
            site.patch(place, json=moved, headers=mine).raise_for_status()
    return {
        "chats": [f"/c/{each['conversation_id']}" for each in chats],
        "project": f"/p/{project['id']}",
        "agent": f"/agents/{agent['id']}/edit",
    }


def taken(system: RunningSystem, addresses: Addresses, raw: Path) -> None:
    email, password = system.administrator
    told = {
        "site": system.site,
        "place": str(raw),
        "person": PERSON,
        "administrator": {"email": email, "password": password},
        **addresses,
    }
    subprocess.run(  # noqa: S603 - a program of ours
        ["node", str(Path(__file__).with_name("take.mjs")), json.dumps(told)],  # noqa: S607 - where the operator has it
        cwd=ROOT / "webui",
        env=os.environ,  # noqa: TID251 - a program of its own
        check=True,
    )


def main() -> None:
    with running_upstream() as upstream:
        settings = {**offering(upstream, MODELS, price=PRICE), "PARLEY_LOCAL_MODEL": "false"}
        with running_system(settings) as system, tempfile.TemporaryDirectory() as raw:
            taken(system, filled(system), Path(raw))
            PLACE.mkdir(parents=True, exist_ok=True)
            for picture in sorted(Path(raw).glob("*.png")):
                with Image.open(picture) as image:
                    image.convert("RGB").save(PLACE / f"{picture.stem}.webp", quality=QUALITY)
    size = sum(each.stat().st_size for each in PLACE.glob("*.webp"))
    print(f"{len(list(PLACE.glob('*.webp')))} pictures, {size / 1024**2:.1f} MB")  # noqa: T201 - its purpose


if __name__ == "__main__":
    main()
