"""One answer, played in a mode."""

import asyncio
import gzip
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Final

from tests.upstream.answer import Answer, Tokens
from tests.upstream.mode import Mode
from tests.upstream.plain import PlainQuestion, said_to
from tests.upstream.speech import Dialect
from tests.upstream.wire import Speaker

_FOREVER_S: Final = 3600
_HTML: Final = b"<!doctype html><html><body><h1>502 Bad Gateway</h1>cloud edge</body></html>"
_MEGABYTE: Final = 1024 * 1024
_GIANT: Final = 8 * _MEGABYTE
_ENDLESS: Final = 50
_BOMB: Final = 200 * _MEGABYTE
_SSE: Final = "text/event-stream; charset=utf-8"


async def play(
    speaker: Speaker, dialect: Dialect, answer: Answer, model: str, mode: Mode, *, stream: bool
) -> None:
    if await instead(speaker, dialect, mode):
        return
    if answer.tokens is not None:
        speaker.exchange.usage_emitted = asdict(answer.tokens)
    if not stream or mode.kind == "json_for_stream":
        speaker.exchange.said = "".join(answer.words)
        await speaker.send_json(200, dialect.whole(answer, model))
        return
    await speaker.begin_stream("text/plain" if mode.kind == "wrong_ct" else _SSE)
    if mode.kind == "hang_after_headers":
        await asyncio.sleep(_FOREVER_S)
    frames = list(dialect.frames(answer, model))
    if mode.kind == "no_done":
        frames = frames[: -dialect.last]
    if answer.tokens is not None and dialect.counts_early:
        speaker.exchange.told_early = asdict(Tokens(input=answer.tokens.input, output=1))
    interval_s = answer.interval_s
    await _play_frames(speaker, dialect, frames, mode, words=answer.words, interval_s=interval_s)


async def play_plain(
    speaker: Speaker, dialect: Dialect, question: PlainQuestion, mode: Mode
) -> None:
    """Pictures, sound and moderations."""
    if await instead(speaker, dialect, mode):
        return
    said = said_to(question, mode)
    if len(said.pieces) == 1:
        await speaker.send(200, said.pieces[0], said.media_type)
        return
    await speaker.begin_stream(said.media_type)
    if mode.kind == "hang_after_headers":
        await asyncio.sleep(_FOREVER_S)
    pieces = list(said.pieces[:-1] if mode.kind == "no_done" else said.pieces)
    await _play_frames(speaker, dialect, pieces, mode, interval_s=mode.interval_s)


async def instead(speaker: Speaker, dialect: Dialect, mode: Mode) -> bool:
    """Whether something else than an answer was sent."""
    match mode.kind:
        case "status":
            body = dialect.error(mode.status, mode.message, mode.code)
            await speaker.send_json(mode.status, body, retry_after=mode.retry_after)
        case "hang_before_headers":
            await asyncio.sleep(_FOREVER_S)
        case "redirect":
            await speaker.send(307, b"", "text/plain", location=mode.to)
        case "html":
            await speaker.send(mode.status, _HTML, "text/html")
        case "gzip_bomb" | "endless_line":
            await _say_too_much(speaker, mode)
        case "empty":
            await speaker.send(200, b"", _SSE)
        case _:
            return False
    return True


async def _say_too_much(speaker: Speaker, mode: Mode) -> None:
    if mode.kind == "gzip_bomb":
        bomb = gzip.compress(b" " * _BOMB)
        await speaker.send(200, bomb, "application/json", content_encoding="gzip")
        return
    await speaker.begin_stream(_SSE)
    for _ in range(_ENDLESS):
        await speaker.say(b"x" * _MEGABYTE)
    await speaker.end_stream()


async def _play_frames(
    speaker: Speaker,
    dialect: Dialect,
    frames: list[bytes],
    mode: Mode,
    *,
    words: Sequence[str] = (),
    interval_s: float = 0,
) -> None:
    spoken = 0
    for number, frame in enumerate(frames):
        at = number == mode.after if mode.after_words is None else spoken == mode.after_words
        if at and await _break(speaker, dialect, frame, mode):
            return
        if interval_s and number:
            await asyncio.sleep(interval_s)
        if mode.kind == "drip":
            for byte in frame:
                await speaker.say(bytes([byte]))
        else:
            await speaker.say(frame)
        if spoken < len(words) and _in_json(words[spoken]) in frame:
            speaker.exchange.said += words[spoken]
            spoken += 1
    await speaker.end_stream()


def _in_json(word: str) -> bytes:
    return json.dumps(word, ensure_ascii=False)[1:-1].encode()


async def _break(speaker: Speaker, dialect: Dialect, frame: bytes, mode: Mode) -> bool:
    """Do what the mode does in the middle; whether that was the end."""
    match mode.kind:
        case "stall_after":
            await asyncio.sleep(_FOREVER_S)
        case "rst_after":
            speaker.reset()
        case "half_frame":
            await speaker.say(frame[: len(frame) // 2])
            await speaker.end_stream()
        case "error_in_200_stream":
            await speaker.say(dialect.error_frame(mode.status, mode.message, mode.code))
            await speaker.end_stream()
        case "bad_json":
            await speaker.say(b'data: {"choices": [nonsense\n\n')
            return False
        case "bad_utf8":
            await speaker.say(b": \xff\xfe\xfa not text\n\n")
            return False
        case "giant_chunk":
            await speaker.say(b": " + b"x" * _GIANT + b"\n\n")
            return False
        case _:
            return False
    return True
