"""Just enough of MongoDB's wire protocol to greet a server and create its first user.

OP_MSG, one document each way: the supervisor needs no driver, and the driver has one home.
"""

import asyncio
import struct
from collections.abc import Mapping

import bson

_HEADER = struct.Struct("<iiii")
_OP_MSG = 2013
_PREFIX = b"\x00\x00\x00\x00\x00"  # no flags, one body section


async def ask(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, command: Mapping[str, object]
) -> dict[str, object]:
    body = _PREFIX + bson.encode(command)
    writer.write(_HEADER.pack(_HEADER.size + len(body), 1, 0, _OP_MSG) + body)
    await writer.drain()
    length, *_ = _HEADER.unpack(await reader.readexactly(_HEADER.size))
    answer = await reader.readexactly(length - _HEADER.size)
    return dict(bson.decode(answer[len(_PREFIX) :]))
