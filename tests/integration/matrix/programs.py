"""The client programs: official SDKs, each in its own environment, on every upstream."""

import asyncio
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[3]
HERE: Final = Path(__file__).parent
_PREVIOUS: Final = ROOT / ".tools" / "previous-sdks" / "bin" / "python"
_NODE: Final = HERE / "node" / "node_modules" / ".bin" / "node"
WITHIN_S: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """`package` is what it is of, as its registry knows it."""

    speaks: str
    language: str
    package: str
    interpreter: Path
    path: Path

    @property
    def name(self) -> str:
        return f"{self.package} ({self.language}), {self.speaks}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What became of one task on one upstream; `problem` is null where it was done."""

    upstream: str
    task: str
    problem: str | None


def _python(speaks: str, package: str, program: str, *, major: str = "") -> Program:
    previous = bool(major)
    return Program(
        speaks=speaks,
        language=f"Python, {major}" if previous else "Python",
        package=package,
        interpreter=_PREVIOUS if previous else Path(sys.executable),
        path=HERE / "clients" / f"{program}.py",
    )


def _node(speaks: str, package: str, program: str) -> Program:
    return Program(
        speaks=speaks,
        language="Node",
        package=package,
        interpreter=_NODE,
        path=HERE / "node" / f"{program}.mjs",
    )


PROGRAMS: Final = (
    _python("Chat Completions", "openai", "openai_chat"),
    _python("Chat Completions", "openai", "openai_chat", major="2.x"),
    _node("Chat Completions", "openai", "openai_chat"),
    _python("Responses", "openai", "openai_responses"),
    _python("Responses", "openai", "openai_responses", major="2.x"),
    _node("Responses", "openai", "openai_responses"),
    _python("Messages", "anthropic", "anthropic_messages"),
    _python("Messages", "anthropic", "anthropic_messages", major="1.x"),
    _node("Messages", "@anthropic-ai/sdk", "anthropic_messages"),
    _python("generateContent", "google-genai", "google_genai"),
    _node("generateContent", "@google/genai", "google_genai"),
)


async def run(program: Program, url: str, key: str, upstreams: tuple[str, ...]) -> list[Cell]:
    """Raises `AssertionError` when it does not come to its end, with what it said."""
    running = await asyncio.create_subprocess_exec(
        program.interpreter,
        program.path,
        url,
        key,
        *upstreams,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(WITHIN_S):
            said, complaint = await running.communicate()
    finally:
        if running.returncode is None:
            running.kill()
    assert running.returncode == 0, complaint.decode()
    return [Cell(**json.loads(line)) for line in said.splitlines()]
