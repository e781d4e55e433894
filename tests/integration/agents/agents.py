"""Coding agents as people run them: unmodified, with the settings that `docs/connect.md` gives."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_HERE: Final = Path(__file__).parent
_BIN: Final = _HERE / "node" / "node_modules" / ".bin"
_OTHERS: Final = _HERE / "others" / "node_modules" / ".bin"
_AIDER: Final = _HERE.parents[2] / ".tools" / "aider" / "bin" / "aider"
_NODE: Final = str(_HERE.parent / "matrix" / "node" / "node_modules" / ".bin" / "node")


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What an agent is sent for, and where it may keep its own things (`home`)."""

    url: str
    key: str
    model: str
    task: str
    home: Path

    def config(self, path: str, text: str) -> Path:
        place = self.home / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
        return place


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    command: tuple[str, ...]
    environment: Mapping[str, str]


def claude_code(errand: Errand) -> Run:
    return Run(
        command=(
            str(_BIN / "claude"),
            "--model",
            errand.model,
            "--allowedTools",
            "Read,Write",
            "-p",
            errand.task,
        ),
        environment={
            "ANTHROPIC_BASE_URL": errand.url,
            "ANTHROPIC_AUTH_TOKEN": errand.key,
            "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
        },
    )


def codex(errand: Errand) -> Run:
    errand.config(
        ".codex/config.toml",
        f"""\
model = "{errand.model}"
model_provider = "parley"

[model_providers.parley]
name = "Parley"
base_url = "{errand.url}/v1"
wire_api = "responses"
env_key = "PARLEY_KEY"
""",
    )
    return Run(
        command=(
            str(_BIN / "codex"),
            "exec",
            "--skip-git-repo-check",
            "--dangerously-bypass-approvals-and-sandbox",
            errand.task,
        ),
        environment={"PARLEY_KEY": errand.key},
    )


def gemini_cli(errand: Errand) -> Run:
    errand.config(
        ".gemini/settings.json",
        json.dumps({"security": {"auth": {"selectedType": "gemini-api-key"}}}),
    )
    return Run(
        command=(
            _NODE,
            str(_BIN / "gemini"),
            "--model",
            errand.model,
            "--yolo",
            "--skip-trust",
            "-p",
            errand.task,
        ),
        environment={"GOOGLE_GEMINI_BASE_URL": errand.url, "GEMINI_API_KEY": errand.key},
    )


def opencode(errand: Errand) -> Run:
    provider = {
        "npm": "@ai-sdk/openai-compatible",
        "name": "Parley",
        "options": {"baseURL": f"{errand.url}/v1", "apiKey": "{env:PARLEY_KEY}"},
        "models": {errand.model: {"name": errand.model}},
    }
    errand.config(
        ".config/opencode/opencode.json",
        json.dumps({"provider": {"parley": provider}, "permission": {"*": "allow"}}),
    )
    return Run(
        command=(
            str(_OTHERS / "opencode"),
            "run",
            "--auto",
            "--model",
            f"parley/{errand.model}",
            errand.task,
        ),
        environment={"PARLEY_KEY": errand.key},
    )


def cline(errand: Errand) -> Run:
    settings = {
        "provider": "openai-compatible",
        "apiKey": errand.key,
        "model": errand.model,
        "baseUrl": f"{errand.url}/v1",
    }
    chosen = {"settings": settings, "updatedAt": "2026-11-30T00:00:00Z", "tokenSource": "manual"}
    providers = {"openai-compatible": chosen}
    errand.config(
        ".cline/data/settings/providers.json",
        json.dumps(
            {
                "version": 1,
                "lastUsedProvider": "openai-compatible",
                "modes": {},
                "providers": providers,
            }
        ),
    )
    return Run(command=(str(_OTHERS / "cline"), errand.task), environment={"CLINE_TELEMETRY": "0"})


def continue_cli(errand: Errand) -> Run:
    config = errand.config(
        "continue.yaml",
        f"""\
name: Parley
version: 1.0.0
schema: v1
models:
  - name: {errand.model}
    provider: openai
    model: {errand.model}
    apiBase: {errand.url}/v1
    apiKey: {errand.key}
    capabilities: [tool_use]
    roles: [chat, edit, apply]
""",
    )
    return Run(
        command=(_NODE, str(_OTHERS / "cn"), "--config", str(config), "--auto", "-p", errand.task),
        environment={"CONTINUE_TELEMETRY_ENABLED": "0"},
    )


def aider(errand: Errand) -> Run:
    return Run(
        command=(
            str(_AIDER),
            "--model",
            f"openai/{errand.model}",
            "--edit-format",
            "whole",
            "--no-git",
            "--yes-always",
            "--no-check-update",
            "--no-analytics",
            "--no-show-model-warnings",
            "--read",
            "notes.txt",
            "--message",
            errand.task,
            "copy.txt",
        ),
        environment={"OPENAI_API_BASE": f"{errand.url}/v1", "OPENAI_API_KEY": errand.key},
    )


OPTIONAL: Final[Mapping[str, Path]] = {
    "opencode": _OTHERS / "opencode",
    "Cline": _OTHERS / "cline",
    "Continue": _OTHERS / "cn",
    "aider": _AIDER,
}
"""What `make agents` installs beside what every test run has."""
AGENTS: Final[Mapping[str, Callable[[Errand], Run]]] = {
    "Claude Code": claude_code,
    "Codex": codex,
    "Gemini CLI": gemini_cli,
    "opencode": opencode,
    "Cline": cline,
    "Continue": continue_cli,
    "aider": aider,
}
