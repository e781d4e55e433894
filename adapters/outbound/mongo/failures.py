"""What goes wrong at MongoDB, in the words of the domain."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, Final

from bson.errors import BSONError
from pymongo.errors import (
    BulkWriteError,
    ConnectionFailure,
    DuplicateKeyError,
    ExecutionTimeout,
    PyMongoError,
)

from domain.errors import Conflict, Invalid, Unavailable

_DUPLICATE_KEY: Final = 11000
_WRONG_PASSWORD: Final = 18


@contextmanager
def mongo_errors(*, taken: str = "this is there already") -> Generator[None]:
    """A duplicate key is a `Conflict` that says `taken`; a server that is away `Unavailable`."""
    try:
        yield
    except DuplicateKeyError:
        raise Conflict(taken) from None
    except (ConnectionFailure, ExecutionTimeout) as error:
        raise Unavailable(f"MongoDB is away: {type(error).__name__}") from error
    except (BSONError, OverflowError, UnicodeError) as error:
        raise Invalid("MongoDB cannot keep one of the values") from error
    except PyMongoError as error:
        if getattr(error, "code", None) == _WRONG_PASSWORD:
            raise Unavailable("MongoDB refuses the user or the password") from error
        if error.timeout:
            raise Unavailable("MongoDB did not answer in time") from error
        raise


def duplicates(error: BulkWriteError) -> list[int]:
    """Which of the writes hit a key that is there already. Raises what else went wrong."""
    details = error.details
    if details.get("writeConcernErrors"):
        raise Unavailable("MongoDB could not make sure that it keeps the data") from error
    failed: list[dict[str, Any]] = details["writeErrors"]
    if any(each["code"] != _DUPLICATE_KEY for each in failed):
        raise error
    return [int(each["index"]) for each in failed]
