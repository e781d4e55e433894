"""What whoever erases people must do."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from application.ports.api_keys import ApiKeys
from application.ports.conversations import Conversations
from application.ports.generation_log import GenerationLog, PartGrew
from application.ports.generations import Generations
from application.ports.messages import Messages
from application.ports.personal_data import PersonalData, Traces
from application.ports.sessions import LiveSessions, Sessions
from application.ports.users import Users
from domain.errors import NotFound
from domain.ids import ConversationId, GenerationId, KeyId, SessionId, UserId
from tests.builders import (
    ADA,
    EVE,
    a_conversation,
    a_generation,
    a_key,
    a_message,
    a_session,
    a_user,
)

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is erased, and the stores that it is erased from."""

    personal_data: PersonalData
    users: Users
    keys: ApiKeys
    sessions: Sessions
    conversations: Conversations
    messages: Messages
    generations: Generations

    async def fill(self, user: UserId) -> None:
        """One of everything, by the user's name."""
        name = str(user)
        await self.users.add(a_user(name))
        await self.keys.add(replace(a_key(f"k-{name}"), user=user))
        await self.sessions.add(a_session(f"s-{name}", account=name))
        await self.conversations.add(a_conversation(f"c-{name}", owner=user))
        await self.messages.add(a_message(f"m-{name}", conversation=f"c-{name}"))
        await self.generations.add(
            replace(a_generation(f"g-{name}"), owner=user, conversation=ConversationId(f"c-{name}"))
        )

    async def has(self, user: UserId) -> Mapping[str, bool]:
        name = str(user)
        chat = ConversationId(f"c-{name}")
        asked = {
            "user": self.users.get(user),
            "key": self.keys.get(KeyId(f"k-{name}")),
            "session": self.sessions.get(SessionId(f"s-{name}")),
            "conversation": self.conversations.get(chat, owner=user),
            "generation": self.generations.get(GenerationId(f"g-{name}"), owner=user),
        }
        found = {"message": bool((await self.messages.tree(chat)).all())}
        for what, answer in asked.items():
            try:
                await answer
                found[what] = True
            except NotFound:
                found[what] = False
        return found


class PersonalDataContract:
    async def test_everything_of_one_goes_and_all_of_the_other_stays(self, kept: Kept) -> None:
        await kept.fill(ADA)
        await kept.fill(EVE)

        gone = await kept.personal_data.erase(ADA)

        assert {"k-ada", "s-ada", "c-ada", "g-ada"} <= set(gone)
        assert not any("eve" in each for each in gone)
        assert not any((await kept.has(ADA)).values())
        assert all((await kept.has(EVE)).values())

    async def test_whoever_is_not_there_can_be_erased_again(self, kept: Kept) -> None:
        await kept.fill(ADA)
        await kept.personal_data.erase(ADA)

        assert set(await kept.personal_data.erase(ADA)) == set()


class TracesContract:
    """`log` and `live` are two of those that leave traces."""

    async def test_what_bears_an_id_goes_and_others_stay(
        self, traces: Traces, log: GenerationLog, live: LiveSessions
    ) -> None:
        said = [PartGrew(part=0, type="text", text="secret")]
        for name in ("g1", "g11"):
            await log.append(GenerationId(name), said)
            await live.remember(SessionId(name), "ada", lasting=HOUR)

        await traces.erase({"g1", "nothing"})

        assert list(await log.read(GenerationId("g1"), after=None, wait_s=0)) == []
        assert await live.account_of(SessionId("g1")) is None
        assert len(await log.read(GenerationId("g11"), after=None, wait_s=0)) == 1
        assert await live.account_of(SessionId("g11")) == "ada"
