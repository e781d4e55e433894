class Problem(Exception):
    """Something the person at the terminal can act on; printed as one line."""


def first_of(problems: BaseExceptionGroup[Exception]) -> Exception:
    """The one to show of several that came together.

    For `except ExceptionGroup`, not `except*`: Python 3.11.2, which is Debian's, puts what is
    raised there into a group again.
    """
    found = problems.exceptions[0]
    return first_of(found) if isinstance(found, BaseExceptionGroup) else found
