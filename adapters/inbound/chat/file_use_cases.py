from dataclasses import dataclass

from application.files.clean_files import CleanFiles
from application.files.delete_file import DeleteFile
from application.files.finish_upload import FinishUpload
from application.files.list_files import ListFiles
from application.files.read_file import ReadFile
from application.files.receive_piece import ReceivePiece
from application.files.start_upload import StartUpload


@dataclass(frozen=True, slots=True, kw_only=True)
class FileUseCases:
    """What can be done with one's own files."""

    start: StartUpload
    receive: ReceivePiece
    finish: FinishUpload
    read: ReadFile
    list: ListFiles
    delete: DeleteFile
    clean: CleanFiles
