"""All that is done with files, on memory stores, with a reader that needs no process."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import final

from typing_extensions import override

from adapters.inbound.chat.file_use_cases import FileUseCases
from adapters.outbound.file_reading.reading import reading_of
from adapters.outbound.memory.agents import MemoryAgents
from adapters.outbound.memory.file_contents import MemoryFileContents
from adapters.outbound.memory.files import MemoryFiles
from adapters.outbound.memory.passage_vectors import MemoryPassageVectors
from adapters.outbound.memory.projects import MemoryProjects
from adapters.outbound.memory.teams import MemoryTeams
from application.chat.files_in_prompt import ReadFilesOfThread
from application.files.clean_files import CleanFiles
from application.files.delete_file import DeleteFile
from application.files.finish_upload import FinishUpload
from application.files.list_files import ListFiles
from application.files.read_file import ReadFile
from application.files.read_knowledge import ChooseKnowledge, ReadKnowledge
from application.files.receive_piece import ReceivePiece
from application.files.release_files import ReleaseFiles
from application.files.standing_files import StandingFiles
from application.files.start_upload import StartUpload
from application.ports.agents import Agents
from application.ports.clock import Clock
from application.ports.conversations import Conversations
from application.ports.file_reader import FileReader
from application.ports.ids import NewId
from application.ports.messages import Messages
from application.ports.projects import Projects
from application.ports.teams import Teams
from domain.files.file import PIECE_BYTES_MAX, File
from domain.files.limits import FileLimits
from domain.files.reading import Reading
from domain.ids import UserId

LIMITS = FileLimits(file_bytes_max=2_000_000, owner_bytes_max=3_000_000, owner_files_max=10)


@final
class PlainFileReader(FileReader):
    """Looks into the bytes where it is: for bytes that tests made."""

    @override
    async def read(self, content: AsyncIterator[bytes], *, name: str) -> Reading:
        return reading_of(b"".join([chunk async for chunk in content]), name)


@dataclass
class FileDesk:
    messages: Messages
    conversations: Conversations
    new_id: NewId
    clock: Clock
    files: MemoryFiles = field(default_factory=MemoryFiles)
    contents: MemoryFileContents = field(default_factory=MemoryFileContents)
    vectors: MemoryPassageVectors = field(default_factory=MemoryPassageVectors)
    projects: Projects = field(default_factory=MemoryProjects)
    agents: Agents = field(default_factory=MemoryAgents)
    teams: Teams = field(default_factory=MemoryTeams)
    reader: FileReader = field(default_factory=PlainFileReader)

    def __post_init__(self) -> None:
        delete = DeleteFile(files=self.files, contents=self.contents, vectors=self.vectors)
        self.standing = StandingFiles(
            conversations=self.conversations,
            projects=self.projects,
            agents=self.agents,
            teams=self.teams,
        )
        self.knowledge = ReadKnowledge(files=self.files, contents=self.contents)
        self.choose = ChooseKnowledge(files=self.files)
        self.release = ReleaseFiles(messages=self.messages, standing=self.standing, delete=delete)
        self.in_prompt = ReadFilesOfThread(files=self.files, contents=self.contents)
        self.use = FileUseCases(
            start=StartUpload(
                files=self.files,
                delete=delete,
                limits=LIMITS,
                new_id=self.new_id,
                clock=self.clock,
            ),
            receive=ReceivePiece(files=self.files, contents=self.contents, clock=self.clock),
            finish=FinishUpload(
                files=self.files,
                contents=self.contents,
                reader=self.reader,
                delete=delete,
                clock=self.clock,
            ),
            read=ReadFile(files=self.files, contents=self.contents, standing=self.standing),
            list=ListFiles(
                files=self.files,
                messages=self.messages,
                conversations=self.conversations,
                limits=LIMITS,
            ),
            delete=delete,
            clean=CleanFiles(
                files=self.files,
                contents=self.contents,
                vectors=self.vectors,
                delete=delete,
                clock=self.clock,
            ),
        )

    async def upload(self, data: bytes, name: str, *, by: UserId) -> File:
        file = await self.use.start(name, len(data), by=by)
        for offset in range(0, len(data), PIECE_BYTES_MAX):
            piece = data[offset : offset + PIECE_BYTES_MAX]
            await self.use.receive(file.id, piece, offset=offset, by=by)
        return await self.use.finish(file.id, by=by)
