"""Search over many messages of one person: `python -m bench.search` (`--messages 1000000`).

Texts are drawn by Zipf's law from a vocabulary of 60,000 words, as language is: a few words are
everywhere, most nearly nowhere. Filled in batches, which become spans at once; the last few
hundred come one by one. Then a search is what the route does: index, messages, titles, marks.
"""

import argparse
import asyncio
import datetime as dt
import functools
import itertools
import random
import time
from collections.abc import Sequence
from typing import Final

from adapters.outbound.mongo.conversations import MongoConversations
from adapters.outbound.mongo.driver import Database
from adapters.outbound.mongo.messages import MongoMessages
from adapters.outbound.mongo.search_index import MongoSearchIndex
from adapters.outbound.system.clock import utc_now
from application.chat.search_conversations import SearchConversations
from application.searchable import SearchableMessages
from bench.stored import embedded_mongo, times_ms, told
from domain.conversations.conversation import Conversation
from domain.conversations.message import Message
from domain.ids import ConversationId, MessageId, UserId
from domain.llm.prompt import Text
from domain.search.entry import entry_of_message

OWNER: Final = UserId("ada")
BATCH: Final = 16_384
CHAT: Final = 100
WORDS: Final = 60
VOCABULARY: Final = 60_000
LATE: Final = 300
QUERIES: Final = 200


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=1_000_000)
    asyncio.run(run(parser.parse_args().messages))


async def run(count: int) -> None:
    draw = random.Random(7)  # noqa: S311 - the same texts every time
    words = _vocabulary(draw)
    weights = list(itertools.accumulate(1 / rank for rank in range(1, len(words) + 1)))
    began = time.perf_counter()
    async with embedded_mongo() as database:
        index = MongoSearchIndex(database, clock=utc_now)
        texts = (
            " ".join(draw.choices(words, cum_weights=weights, k=WORDS)) for _ in itertools.count()
        )
        for first in range(0, count, BATCH):
            some = [
                _message(number, next(texts)) for number in range(first, min(first + BATCH, count))
            ]
            await _store(database, some)
            await index.add([entry_of_message(each, owner=OWNER) for each in some])
            print(
                f"{first + len(some):>9,} messages, {time.perf_counter() - began:.0f} s", flush=True
            )
        await index.tidy(OWNER)
        plain, chats = MongoMessages(database), MongoConversations(database)
        searchable = SearchableMessages(plain, chats, index)
        late = [_message(number, next(texts)) for number in range(count, count + LATE)]
        fresh = _message(count + LATE, "zyzzyva zyzzogeton")
        await _begin(chats, [*late, fresh])
        for each in late:
            await searchable.add(each)
        search = SearchConversations(
            conversations=chats, messages=plain, index=index, clock=utc_now
        )
        for name, queries in _queries(draw, words, weights).items():
            rising = await times_ms(
                [functools.partial(search, query, by=OWNER) for query in queries]
            )
            print(told(name, rising), flush=True)
        await searchable.add(fresh)
        began = time.perf_counter()
        found = await search("zyzzogeton", by=OWNER)
        took = (time.perf_counter() - began) * 1e3
        print(f"just said, found: {len(found) == 1}, {took:.1f} ms later")


def _queries(
    draw: random.Random, words: Sequence[str], weights: Sequence[float]
) -> dict[str, list[str]]:
    def spoken() -> str:
        return draw.choices(words, cum_weights=weights)[0]

    def rare() -> str:
        return draw.choice(words[2_000:])

    times = range(QUERIES)
    return {
        "one word, as often as it is said": [f"{spoken()} " for _ in times],
        "one rare word": [f"{rare()} " for _ in times],
        "two words": [f"{spoken()} {rare()} " for _ in times],
        "three words, the last half typed": [f"{spoken()} {spoken()} {rare()[:4]}" for _ in times],
        "the beginning of a word": [rare()[:3] for _ in times],
        "nothing to be found": [f"{rare()} xq{number} " for number in times],
    }


def _vocabulary(draw: random.Random) -> list[str]:
    """Syllables, so that many words begin alike."""
    syllables = [f"{a}{b}" for a in "bcdfghklmnprstvw" for b in "aeiou"]
    found: dict[str, None] = {}
    while len(found) < VOCABULARY:
        found["".join(draw.choices(syllables, k=draw.randint(1, 4)))] = None
    return sorted(found, key=lambda word: (len(word), draw.random()))


def _message(number: int, text: str) -> Message:
    return Message(
        id=MessageId(f"{number:026}"),
        conversation=ConversationId(f"c{number // CHAT:025}"),
        parent=None,
        role="user",
        parts=(Text(text=text),),
        created_at=utc_now() - dt.timedelta(seconds=1),
    )


async def _store(database: Database, messages: Sequence[Message]) -> None:
    await _begin(MongoConversations(database), messages)
    for chat in dict.fromkeys(message.conversation for message in messages):
        some = [message for message in messages if message.conversation == chat]
        await MongoMessages(database).add_all(some)


async def _begin(conversations: MongoConversations, messages: Sequence[Message]) -> None:
    """The conversations of these messages, where they are not there yet."""
    now = utc_now()
    for chat in dict.fromkeys(message.conversation for message in messages):
        if not await conversations.several([chat], owner=OWNER):
            await conversations.add(
                Conversation(
                    id=chat, owner=OWNER, title="A chat", model=None, created_at=now, updated_at=now
                )
            )


if __name__ == "__main__":
    main()
