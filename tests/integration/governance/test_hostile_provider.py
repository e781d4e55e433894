"""REL-08: a provider that sends nonsense, too much, or numbers that cannot be."""

import asyncio
import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pytest

from domain.llm.usage import PLAUSIBLE_MAX
from tests.integration.governance.site import ECHO, HOSTILE, TOKEN, Heard, Site
from tests.upstream.mode import Kind, Mode, UsageKind

pytestmark = pytest.mark.asyncio(loop_scope="package")

KINDS: Final[tuple[Kind, ...]] = (
    "bad_json",
    "bad_utf8",
    "half_frame",
    "no_done",
    "error_in_200_stream",
    "giant_chunk",
    "endless_line",
    "gzip_bomb",
    "wrong_ct",
    "html",
    "empty",
    "json_for_stream",
    "rst_after",
)
COUNTS: Final[tuple[UsageKind, ...]] = ("none", "zero", "absurd", "negative")
MODES: Final[dict[str, Mode]] = {
    **{kind: Mode(kind=kind, status=200 if kind == "html" else 500) for kind in KINDS},
    **{f"usage {count}": Mode(usage=count) for count in COUNTS},
}
ENDS: Final = {
    "/v1/chat/completions": ("data: [DONE]", '"error"'),
    "/v1/messages": ("event: message_stop", "event: error"),
}
GROWN_MAX_KB: Final = 60 * 1024
_models: Final[Iterator[str]] = itertools.cycle(HOSTILE)


def resident_kb(site: Site) -> int:
    """What the relay's process holds in memory."""
    process = site.relays[0].process
    assert process is not None
    lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmRSS:")))


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize("path", ENDS)
async def test_rel_08_whatever_a_provider_sends_the_client_hears_an_end_and_is_billed_sanely(
    site: Site, path: str, stream: bool
) -> None:
    key, before = await site.key_of_team(), resident_kb(site)
    models = {name: next(_models) for name in MODES}
    answers = list[Heard]()

    for name, mode in MODES.items():
        site.upstream.reset()
        site.upstream.script(mode, model=models[name])
        heard = await site.ask(key, model=models[name], path=path, stream=stream, max_tokens=100)
        expect_an_end(heard, ENDS[path] if stream else ())
        (exchange,) = site.upstream.exchanges
        async with asyncio.timeout(2):
            await exchange.ended.wait()
        answers.append(heard)

    assert resident_kb(site) - before <= GROWN_MAX_KB
    rows = await site.rows_of(answers)
    assert sorted(row.model for row in rows) == sorted(models.values())
    by_model = {row.model: row for row in rows}
    for name, model in models.items():
        row = by_model[model]
        counts = (row.usage.input_total, row.usage.output)
        assert all(0 <= each <= PLAUSIBLE_MAX for each in counts), (name, counts)
        assert 0 <= (row.cost or 0) <= 200 * TOKEN, (name, row.cost)
        if name in {"usage absurd", "usage negative"}:
            assert row.usage.estimated
            assert (row.cost or 0) > 0
    assert (await site.ask(key, model=ECHO)).status == 200


def expect_an_end(heard: Heard, ends: Sequence[str]) -> None:
    """A stream's own, an answer, or an error in the client's words."""
    if heard.status != 200:
        assert heard.status in {500, 502, 503, 504, 529}
        assert heard.body["error"]
    elif ends:
        assert any(end in heard.text for end in ends), heard.text[-200:]
    else:
        assert heard.body
