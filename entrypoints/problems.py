class Problem(Exception):
    """Something the person at the terminal can act on; printed as one line."""


def first_of(problems: BaseExceptionGroup[Exception]) -> Exception:
    """The one to show of several that came together."""
    found = problems.exceptions[0]
    return first_of(found) if isinstance(found, BaseExceptionGroup) else found
