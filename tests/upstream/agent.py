"""What a coding agent's model would say: read one file, write its secret into another, be done.

Asked for `the secret of PATH into PATH`, it uses whichever tools a client offers, so that the
clients themselves can be tried. What it writes is what its client has read.
"""

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from domain.json import Json, JsonObject

TASK: Final = "Copy the secret of {source} into {target}. Then say done."
SECRET: Final = re.compile(r"secret-[0-9a-f]{8}")
_TASK: Final = re.compile(r"the secret of (/[\w./-]+) into (/[\w./-]*\w)")
_READS: Final = ("Read", "read", "read_file", "read_files", "view")
_WRITES: Final = ("Write", "write", "write_file", "write_to_file", "create_file", "editor")
_SHELLS: Final = ("exec_command", "shell_command", "shell", "Bash", "bash", "run_shell_command")
_SCRIPTS: Final = ("exec", "functions__exec")
"""Tools that run JavaScript, which runs commands: all that newer versions of Codex offer."""
_PATCHES: Final = ("ApplyPatch", "apply_patch")
"""Tools that take a patch, as free text."""
_PATCH: Final = "*** Begin Patch\n*** Add File: {path}\n+{content}\n*** End Patch"
_PATHS: Final = ("file_path", "filePath", "path", "absolute_path", "filepath", "target_file")
_CONTENTS: Final = ("content", "contents", "file_text", "new_text")
_ANYTHING: Final[JsonObject] = {"string": "as asked", "boolean": False}
_RESULTS: Final = frozenset({"tool_result", "function_call_output", "custom_tool_call_output"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A call of a tool that the client offers after `called` others, or null with last words."""

    tool: str | None = None
    arguments: JsonObject | str
    called: int = 0
    words: str = ""


def next_step(body: JsonObject) -> Step:
    written = json.dumps(body, ensure_ascii=False)
    asked = _TASK.findall(written)
    if not asked:
        return Step(arguments={}, words="There is nothing to do.")
    source, target = asked[-1]
    results = list(_results(body))
    secret = SECRET.search(json.dumps(results))
    tools = dict(_tools([body.get("tools"), body.get("input")]))
    if not tools:
        return Step(arguments={}, words=_told(written, target))
    if not results:
        return _call(tools, _READS, {"path": source, "command": f"cat {shlex.quote(source)}"})
    if secret is None:
        return Step(arguments={}, words=f"I could not read {source}: {results[-1]}")
    if len(results) == 1:
        command = f"printf %s {secret[0]} > {shlex.quote(target)}"
        given = {"path": target, "content": secret[0], "command": command}
        return replace(_call(tools, _WRITES, given), called=1)
    return Step(arguments={}, words=f"Done: {secret[0]}")


def _told(written: str, target: str) -> str:
    """For a client without tools, which shows files and reads new ones from the answer."""
    found = SECRET.search(written)
    return "Show me the file." if found is None else f"{target}\n```\n{found[0]}\n```"


def _call(tools: dict[str, JsonObject], wanted: tuple[str, ...], given: dict[str, str]) -> Step:
    patches = _PATCHES if "content" in given else ()
    usable = (*wanted, *_SHELLS, *_SCRIPTS, *patches)
    name = next((name for name in usable if name in tools), None)
    if name in _PATCHES:
        patch = _PATCH.format(**given)
        return Step(tool=name, arguments={"input": patch} if tools[name] else patch)
    if name in _SCRIPTS:
        code = f"text(await tools.exec_command({{cmd: {json.dumps(given['command'])}}}))"
        return Step(tool=name, arguments={"input": code} if tools[name] else code)
    if name is None:
        return Step(arguments={}, words=f"None of {sorted(tools)} is of use.")
    return Step(tool=name, arguments=dict(_arguments(tools[name], given)))


def _arguments(schema: JsonObject, given: dict[str, str]) -> Iterator[tuple[str, Json]]:
    """What is given under the names that the schema has, and something for what else it needs."""
    properties = schema.get("properties")
    required = schema.get("required")
    if not isinstance(properties, dict):
        return
    for name, said in properties.items():
        kind = str(said.get("type", "")).lower() if isinstance(said, dict) else ""
        if name in _PATHS and "path" in given:
            yield name, given["path"]
        elif name in _CONTENTS and "content" in given:
            yield name, given["content"]
        elif name == "files" and "path" in given:
            yield name, [{"path": given["path"]}]
        elif name in {"command", "cmd"}:
            script: list[Json] = ["bash", "-lc", given["command"]]
            yield name, script if kind == "array" else given["command"]
        elif isinstance(required, list) and name in required:
            yield name, _ANYTHING.get(kind, 1)


def _tools(found: Json) -> Iterator[tuple[str, JsonObject]]:
    """The name of every tool, in any dialect and nesting, with the schema of its arguments.

    Free text has none.
    """
    match found:
        case (
            {"name": str(name), "parameters": dict(schema)}
            | {"name": str(name), "input_schema": dict(schema)}
            | {"name": str(name), "parametersJsonSchema": dict(schema)}
        ):
            yield name, schema
        case {"type": "custom", "name": str(name)} | {"custom": {"name": str(name)}}:
            yield name, {}
        case dict():
            for value in found.values():
                yield from _tools(value)
        case list():
            for value in found:
                yield from _tools(value)
        case _:
            return


def _results(found: Json) -> Iterator[Json]:
    """What tools have answered, in any dialect, in order."""
    match found:
        case {"type": str(kind)} if kind in _RESULTS:
            yield found
        case {"role": "tool"} | {"functionResponse": dict()}:
            yield found
        case dict():
            for value in found.values():
                yield from _results(value)
        case list():
            for value in found:
                yield from _results(value)
        case _:
            return
