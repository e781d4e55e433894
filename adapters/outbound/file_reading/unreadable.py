"""Why a document gives no text."""


class Bomb(ValueError):
    """An archive that unpacks to far more than it is."""


class Unreadable(ValueError):
    """Why there is no text, in words for the file's owner."""
