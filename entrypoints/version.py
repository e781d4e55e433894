"""Which Parley this is: told on the system page, and written into backups."""

from typing import Final

VERSION: Final = "0.1.0"
