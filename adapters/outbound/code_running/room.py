"""A room that has Python, an empty folder and nothing else: how it is made.

By the standard library alone, in a process of its own with an empty environment. Namespaces keep
apart the network, processes, mounts and users; where one cannot be had nothing runs.
"""

import ctypes
import os
import sys
from pathlib import Path
from typing import Any, Final

CLONE_NEWNS: Final = 0x0002_0000
CLONE_NEWUTS: Final = 0x0400_0000
CLONE_NEWIPC: Final = 0x0800_0000
CLONE_NEWUSER: Final = 0x1000_0000
CLONE_NEWPID: Final = 0x2000_0000
CLONE_NEWNET: Final = 0x4000_0000
MS_RDONLY: Final = 1
MS_NOSUID: Final = 2
MS_NODEV: Final = 4
MS_NOEXEC: Final = 8
MS_REMOUNT: Final = 32
MS_BIND: Final = 4096
MS_REC: Final = 16384
MS_PRIVATE: Final = 1 << 18
MNT_DETACH: Final = 2
PR_SET_PDEATHSIG: Final = 1
PR_SET_NO_NEW_PRIVS: Final = 38
SYS_PIVOT_ROOT: Final = {"x86_64": 155, "aarch64": 41}

FILES: Final = "/files"
SCRATCH: Final = "/scratch"
_FIRST_USER: Final = 1_000_000
_USERS: Final = 60_000
_LIBRARIES: Final = ("/lib", "/lib64", "/usr/lib", "/usr/lib64")
_DEVICES: Final = ("null", "zero", "urandom", "random")
_LOCKED: Final = MS_NOSUID | MS_NODEV | MS_NOEXEC | 1024 | 2048
"""Flags of a mount that users of their own may not take away; the last two are about times."""
_SCRATCH_MB: Final = 16
_LIBC: Final = ctypes.CDLL(None, use_errno=True)


class CannotIsolateError(Exception):
    """The system does not give what it takes."""


def alone() -> int:
    """Leave everything that others are in; return the user that the code will be.

    Root has the code be a user that nobody else is, so that its processes can be counted. Anybody
    else stays who they are, among users of their own, where nothing of ours is theirs to change.
    """
    apart = CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS
    user, group = os.geteuid(), os.getegid()
    if user == 0:
        _call("unshare", apart)
        return _FIRST_USER + os.getpid() % _USERS
    _call("unshare", apart | CLONE_NEWUSER)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    return user


def new_root(place: str, megabytes: int, owner: int) -> None:
    """Make `place` the root. All but its folders for files, which lie in memory, is read-only."""
    _mount("none", "/", None, MS_REC | MS_PRIVATE)
    _mount("room", place, "tmpfs", MS_NOSUID | MS_NODEV, "size=1m,nr_inodes=2k,mode=755")
    prefixes = dict.fromkeys((sys.prefix, sys.base_prefix))
    shown = [*_LIBRARIES, *(f"{each}/{part}" for each in prefixes for part in ("bin", "lib"))]
    for path in dict.fromkeys(shown):
        _show(path, place)
    settings = Path(sys.prefix, "pyvenv.cfg")
    if settings.exists():
        Path(place + str(settings)).write_text(settings.read_text())
    for name in _DEVICES:
        _show_device(name, place)
    for folder, size in ((FILES, megabytes), (SCRATCH, _SCRATCH_MB)):
        Path(place + folder).mkdir()
        options = f"size={size}m,nr_inodes=1k,mode=700,uid={owner},gid={owner}"
        _mount("files", place + folder, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, options)
    _turn_to(place)


def _turn_to(place: str) -> None:
    machine = os.uname().machine
    if machine not in SYS_PIVOT_ROOT:
        raise CannotIsolateError(f"unknown machine {machine}")
    Path(place, "old").mkdir()
    os.chdir(place)
    _call("syscall", SYS_PIVOT_ROOT[machine], b".", b"old")
    os.chdir("/")
    _call("umount2", b"/old", MNT_DETACH)
    Path("/old").rmdir()
    _mount("none", "/", None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV)


def _show(path: str, place: str) -> None:
    source, target = Path(path), Path(place + path)
    if source.is_symlink():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.symlink_to(source.readlink())
    elif source.is_dir() and not target.is_dir():
        target.mkdir(parents=True)
        _mount(path, str(target), None, MS_BIND | MS_REC)
        flags = os.statvfs(path).f_flag & _LOCKED
        _mount("none", str(target), None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | flags)


def _show_device(name: str, place: str) -> None:
    target = Path(place, "dev", name)
    target.parent.mkdir(exist_ok=True)
    target.touch()
    _mount(f"/dev/{name}", str(target), None, MS_BIND)


def prctl(option: int, value: int) -> None:
    _call("prctl", option, value, 0, 0, 0)


def _call(name: str, *arguments: Any) -> None:
    if getattr(_LIBC, name)(*arguments) != 0:
        raise CannotIsolateError(f"{name}: {os.strerror(ctypes.get_errno())}")


def _mount(source: str, target: str, kind: str | None, flags: int, options: str = "") -> None:
    what = None if kind is None else kind.encode()
    _call("mount", source.encode(), target.encode(), what, flags, options.encode() or None)
