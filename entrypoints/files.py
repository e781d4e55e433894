"""What is done with files, on the stores of the container."""

from dataclasses import dataclass

from adapters.inbound.chat.file_use_cases import FileUseCases
from adapters.outbound.file_reading.process import ProcessFileReader
from adapters.outbound.minilm.vectors import MiniLmVectors
from adapters.outbound.mongo.file_contents import MongoFileContents
from adapters.outbound.mongo.files import MongoFiles
from adapters.outbound.mongo.passage_vectors import MongoPassageVectors
from adapters.outbound.system.clock import monotonic_s, utc_now
from adapters.outbound.system.ids import new_id
from adapters.outbound.tools.file_search import FileSearch
from application.chat.files_in_prompt import ReadFilesOfThread
from application.chat.prompt_of_thread import PromptOfThread
from application.files.clean_files import CleanFiles
from application.files.delete_file import DeleteFile
from application.files.finish_upload import FinishUpload
from application.files.keep_file import KeepFile
from application.files.list_files import ListFiles
from application.files.read_file import ReadFile
from application.files.read_knowledge import ChooseKnowledge, ReadKnowledge
from application.files.receive_piece import ReceivePiece
from application.files.release_files import ReleaseFiles
from application.files.search_files import SearchFiles
from application.files.standing_files import StandingFiles
from application.files.start_upload import StartUpload
from domain.files.limits import FileLimits
from entrypoints.container import Container
from entrypoints.settings import Settings

_MEGABYTE = 1_000_000


def limits_of(settings: Settings) -> FileLimits:
    return FileLimits(
        file_bytes_max=settings.file_mb_max * _MEGABYTE,
        owner_bytes_max=settings.files_mb_per_user * _MEGABYTE,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FileDesk:
    """What the chat service does with files: for their owners, and for its other use cases."""

    files: MongoFiles
    contents: MongoFileContents
    use: FileUseCases
    keep: KeepFile
    release: ReleaseFiles
    search: FileSearch
    prompt: PromptOfThread
    knowledge: ReadKnowledge
    choose: ChooseKnowledge


def file_desk(container: Container) -> FileDesk:
    database, messages = container.database(), container.messages()
    files, contents = MongoFiles(database), MongoFileContents(database)
    vectors = MongoPassageVectors(database)
    delete = DeleteFile(files=files, contents=contents, vectors=vectors)
    in_prompt = ReadFilesOfThread(files=files, contents=contents)
    standing = StandingFiles(
        conversations=container.conversations(),
        projects=container.projects(),
        agents=container.agents(),
        teams=container.teams(),
    )
    knowledge = ReadKnowledge(files=files, contents=contents)
    use = _use_cases(container, files, delete, standing)
    return FileDesk(
        files=files,
        contents=contents,
        use=use,
        keep=KeepFile(start=use.start, receive=use.receive, finish=use.finish),
        release=ReleaseFiles(messages=messages, standing=standing, delete=delete),
        search=FileSearch(
            SearchFiles(
                files=files,
                contents=contents,
                messages=messages,
                standing=standing,
                knowledge=knowledge,
                vectors=vectors,
                meaning=MiniLmVectors(),
                stopwatch=monotonic_s,
            )
        ),
        prompt=PromptOfThread(messages=messages, files=in_prompt),
        knowledge=knowledge,
        choose=ChooseKnowledge(files=files),
    )


def _use_cases(
    container: Container, files: MongoFiles, delete: DeleteFile, standing: StandingFiles
) -> FileUseCases:
    contents = delete.contents
    limits = limits_of(container.settings())
    return FileUseCases(
        start=StartUpload(files=files, delete=delete, limits=limits, new_id=new_id, clock=utc_now),
        receive=ReceivePiece(files=files, contents=contents, clock=utc_now),
        finish=FinishUpload(
            files=files,
            contents=contents,
            reader=ProcessFileReader(),
            delete=delete,
            clock=utc_now,
        ),
        read=ReadFile(files=files, contents=contents, standing=standing),
        list=ListFiles(
            files=files,
            messages=container.messages(),
            conversations=container.conversations(),
            limits=limits,
        ),
        delete=delete,
        clean=CleanFiles(
            files=files,
            contents=contents,
            vectors=delete.vectors,
            delete=delete,
            clock=utc_now,
        ),
    )
