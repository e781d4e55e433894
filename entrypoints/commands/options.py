"""Flags that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from entrypoints.settings import Settings, load_settings

Home = Annotated[Path | None, typer.Option(help="Where data and logs live (PARLEY_HOME).")]


def settings_of(home: Path | None) -> Settings:
    return load_settings(home=home and home.absolute())
