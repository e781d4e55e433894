"""Which passages of somebody's files answer a question.

A file is made ready when it is first searched: most never are. That takes time, so that a search
has a bound; what it did not get to is found by its words alone, and the next search goes on there.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from application.files.read_knowledge import ReadKnowledge
from application.files.standing_files import StandingFiles
from application.ports.clock import Stopwatch
from application.ports.file_contents import Content, FileContents
from application.ports.files import Files
from application.ports.messages import Messages
from application.ports.passage_vectors import PassageVectors
from application.ports.text_vectors import TextVectors
from domain.errors import Invalid, NotFound, Unavailable
from domain.files.file import File
from domain.files.passages import Passage, passages_of
from domain.files.ranking import best
from domain.ids import AgentId, ConversationId, UserId

FOUND_MAX: Final = 6
QUESTION_MAX: Final = 1_000
_AT_ONCE: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPassage:
    file: File
    passage: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFiles:
    """Search the files of a conversation, or (`everywhere`) all that a person has: theirs alone.

    Those behind its project and behind the agent that asks are searched too.

    Raises `Invalid` for a question that cannot be, `NotFound` when there is no text to search.
    """

    files: Files
    contents: FileContents
    messages: Messages
    standing: StandingFiles
    knowledge: ReadKnowledge
    vectors: PassageVectors
    meaning: TextVectors
    stopwatch: Stopwatch
    ready_within_s: float = 25.0

    async def __call__(
        self,
        question: str,
        *,
        conversation: ConversationId | None,
        agent: AgentId | None = None,
        everywhere: bool = False,
        by: UserId,
    ) -> Sequence[FoundPassage]:
        if not question.strip() or len(question) > QUESTION_MAX:
            raise Invalid(f"a question has 1 to {QUESTION_MAX:,} characters")
        standing = await self.standing.behind(conversation, agent, by=by)
        named = await self.files.of(by) if everywhere else await self._of(conversation, by)
        searched = [*named, *await self.knowledge.found(standing)]
        files = {each.id: each for each in searched if each.text_length is not None}
        if not files:
            raise NotFound("there is no file with text to search here")
        until_s = self.stopwatch() + self.ready_within_s
        passages = [
            passage
            for file in files.values()
            for passage in await self._passages(file, until_s=until_s)
        ]
        asked = await self._meaning([question])
        vector = asked[0] if asked else ()
        found = await asyncio.to_thread(best, question, vector, passages, limit=FOUND_MAX)
        return [FoundPassage(file=files[each.file], passage=each) for each in found]

    async def _of(self, conversation: ConversationId | None, by: UserId) -> Sequence[File]:
        if conversation is None:
            return ()
        uses = await self.messages.files_of(conversation)
        return await self.files.several(tuple(dict.fromkeys(use.file for use in uses)), owner=by)

    async def _passages(self, file: File, *, until_s: float) -> Sequence[Passage]:
        try:
            text = await self._text(file)
        except NotFound:  # deleted meanwhile
            return ()
        known = dict(await self.vectors.of(file.id))
        passages = list(passages_of(file.id, text))
        missing = [each for each in passages if each.number not in known]
        for first in range(0, len(missing), _AT_ONCE):
            if self.stopwatch() > until_s:
                break
            some = missing[first : first + _AT_ONCE]
            made = await self._meaning([each.text for each in some])
            fresh = {each.number: vector for each, vector in zip(some, made, strict=False)}
            await self.vectors.keep(file.id, fresh)
            known |= fresh
        return [replace(each, vector=known.get(each.number, ())) for each in passages]

    async def _text(self, file: File) -> str:
        content = self.contents.read(Content(file=file.id, rendition="text"))
        return b"".join([chunk async for chunk in content]).decode()

    async def _meaning(self, texts: Sequence[str]) -> Sequence[tuple[float, ...]]:
        """None without a model: then words have to do."""
        try:
            return await self.meaning.of(texts)
        except Unavailable:
            return ()
