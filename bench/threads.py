"""Opening a long conversation: `python -m bench.threads` (`--messages 5000`).

A window is what the route does: the conversation, its tree, fifty messages, the JSON.
"""

import argparse
import asyncio
import functools
import random
from typing import Final

from adapters.inbound.chat.message_views import message_out
from adapters.outbound.mongo.conversations import MongoConversations
from adapters.outbound.mongo.driver import Database
from adapters.outbound.mongo.messages import MongoMessages
from adapters.outbound.system.clock import utc_now
from application.chat.read_messages import ReadMessages
from bench.stored import embedded_mongo, share, times_ms, told
from domain.conversations.conversation import Conversation
from domain.conversations.message import Message
from domain.ids import ConversationId, MessageId, UserId
from domain.llm.prompt import Text

OWNER: Final = UserId("ada")
CHAT: Final = ConversationId("c1")
LINE: Final = "A line of an answer that somebody may read, with some words. "
TIMES: Final = 100
LIMIT: Final = 50


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=5_000)
    asyncio.run(run(parser.parse_args().messages))


async def run(count: int) -> None:
    draw = random.Random(7)  # noqa: S311 - the same texts every time
    sizes: list[float] = []
    async with embedded_mongo() as database:
        await _fill(database, count, draw)
        read = ReadMessages(
            conversations=MongoConversations(database), messages=MongoMessages(database)
        )

        async def window(around: MessageId | None) -> None:
            found = await read(CHAT, by=OWNER, around=around, limit=LIMIT)
            sizes.append(sum(len(message_out(e).model_dump_json()) for e in found.messages))

        first = await times_ms([lambda: window(None)])
        print(told("the very first time", first))
        print(told("the last window", await times_ms([lambda: window(None)] * TIMES)))
        places = [MessageId(f"{draw.randrange(count):026}") for _ in range(TIMES)]
        work = [functools.partial(window, at) for at in places]
        print(told("a window anywhere", await times_ms(work)))
        print(f"bytes of a window: p50 {share(sorted(sizes), 0.5):,.0f}, most {max(sizes):,.0f}")


async def _fill(database: Database, count: int, draw: random.Random) -> None:
    """Short questions, answers of up to 12 kB."""
    made = [
        Message(
            id=MessageId(f"{number:026}"),
            conversation=CHAT,
            parent=MessageId(f"{number - 1:026}") if number else None,
            role="assistant" if number % 2 else "user",
            parts=(Text(text=LINE * (draw.randint(1, 200) if number % 2 else 2)),),
            created_at=utc_now(),
        )
        for number in range(count)
    ]
    await MongoMessages(database).add_all(made)
    now = utc_now()
    await MongoConversations(database).add(
        Conversation(
            id=CHAT,
            owner=OWNER,
            title="Long",
            model=None,
            created_at=now,
            updated_at=now,
            active_leaf=made[-1].id,
        )
    )


if __name__ == "__main__":
    main()
