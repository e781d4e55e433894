"""Whom a part runs as when root starts it: `nobody`, wherever that account can reach what it needs.

A plain user runs everything himself. Root gives away MongoDB, Valkey, the model and nginx's
workers. What lies in a closed directory, such as root's own home, stays with root. The services
do too: they read the settings' files, which are root's alone.
"""

import grp
import os
import pwd
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

NAME = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    name: str
    group: str
    uid: int
    gid: int

    def own(self, directory: Path) -> None:
        """Take a directory with all that is in it, and be let through to it."""
        for place in (directory, *directory.rglob("*")):
            shutil.chown(place, self.uid, self.gid)
        let_through(directory.parent)


def account_for(home: Path, *needed: Path, uid: int | None = None) -> Account | None:
    """`None`: whoever starts it. `home` itself is opened later, for passing through."""
    if (os.geteuid() if uid is None else uid) != 0:
        return None
    if not (_is_passable(home.absolute()) and all(map(is_open, needed))):
        return None
    try:
        found = pwd.getpwnam(NAME)
    except KeyError:
        return None
    return Account(name=NAME, group=_group(found.pw_gid), uid=found.pw_uid, gid=found.pw_gid)


def let_through(directory: Path) -> None:
    """Others may reach what is open in it, and see no names."""
    directory.chmod(stat.S_IMODE(directory.stat().st_mode) | stat.S_IXOTH)


def is_open(path: Path) -> bool:
    """Whether anybody can get there and read it; links are followed as well."""
    if not path.exists():
        return False
    wanted = stat.S_IROTH | (stat.S_IXOTH if path.is_dir() else 0)
    ways = (path.absolute(), path.resolve())
    return _has(path, wanted) and all(map(_is_passable, ways))


def _is_passable(path: Path) -> bool:
    return all(_has(parent, stat.S_IXOTH) for parent in path.parents if parent.exists())


def _has(path: Path, bits: int) -> bool:
    return path.stat().st_mode & bits == bits


def _group(gid: int) -> str:
    return grp.getgrgid(gid).gr_name
