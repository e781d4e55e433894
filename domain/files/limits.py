"""How much somebody may keep."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.errors import Invalid, PaymentRequired
from domain.files.file import File


class NoRoom(PaymentRequired):
    """The owner's share of the storage is used up."""

    code = "no_room"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLimits:
    file_bytes_max: int
    owner_bytes_max: int
    owner_files_max: int = 5_000

    def check_size(self, size: int) -> None:
        """Raise `Invalid` unless one file may be so large."""
        if size < 1:
            raise Invalid("the file is empty")
        if size > self.file_bytes_max:
            raise Invalid(f"the file is larger than {megabytes(self.file_bytes_max)}")

    def check_room(self, files: Sequence[File]) -> None:
        """Raise `NoRoom` when these are more than one owner may keep; what is on its way counts."""
        if used(files) > self.owner_bytes_max:
            raise NoRoom(
                f"your files would take more than {megabytes(self.owner_bytes_max)}; delete some"
            )
        if len(files) > self.owner_files_max:
            raise NoRoom(f"you have {self.owner_files_max:,} files; delete some")


def used(files: Sequence[File]) -> int:
    return sum(each.size for each in files)


def megabytes(count: int) -> str:
    return f"{count / 1_000_000:,.0f} MB"
