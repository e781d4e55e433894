"""What goes wrong at MongoDB, in the words of the domain."""

from collections.abc import Generator
from contextlib import contextmanager

from pymongo.errors import ConnectionFailure, DuplicateKeyError, ExecutionTimeout, PyMongoError

from domain.errors import Conflict, Unavailable


@contextmanager
def mongo_errors(*, taken: str = "this is there already") -> Generator[None]:
    """A duplicate key is a `Conflict` that says `taken`; a server that is away `Unavailable`."""
    try:
        yield
    except DuplicateKeyError:
        raise Conflict(taken) from None
    except (ConnectionFailure, ExecutionTimeout) as error:
        raise Unavailable(f"MongoDB is away: {type(error).__name__}") from error
    except PyMongoError as error:
        if error.timeout:
            raise Unavailable("MongoDB did not answer in time") from error
        raise
