"""What code in the room may not ask the kernel for, as a seccomp filter.

Namespaces, mounts and other ways to a larger room; memory that nothing counts; looking into other
processes; and sockets, but those between processes of the room.
"""

import ctypes
import errno
import os
import struct
from collections.abc import Sequence
from typing import Final

_PR_SET_SECCOMP: Final = 22
_MODE_FILTER: Final = 2
_LOAD: Final = 0x20
_IS: Final = 0x15
_IS_AT_LEAST: Final = 0x35
_HAS: Final = 0x45
_RETURN: Final = 0x06
_NUMBER, _MACHINE, _FIRST_ARGUMENT = 0, 4, 16
_ALLOW: Final = 0x7FFF_0000
_KILL: Final = 0x8000_0000
_ERROR: Final = 0x0005_0000
_NAMESPACES: Final = 0x7E02_0000
_AF_UNIX: Final = 1
_OTHER_CALLS: Final = 0x4000_0000
"""From here on numbers are those of another way to call."""

_NEWER: Final = (425, 426, 427, 428, 429, 430, 432, 438, 442, 447)
"""io_uring_*, open_tree, move_mount, fsopen, fsmount, pidfd_getfd, mount_setattr, memfd_secret."""
_CLONE3: Final = 435
# In this order: memfd_create, shmget, shmat, msgget, semget, mq_open, unshare, setns, mount,
# umount2, pivot_root, chroot, ptrace, process_vm_readv, process_vm_writev, bpf, perf_event_open,
# userfaultfd, add_key, request_key, keyctl, kexec_load, init_module, finit_module,
# open_by_handle_at.
_DENIED: Final = {
    "x86_64": (
        *(319, 29, 30, 68, 64, 240, 272, 308, 165, 166, 155, 161, 101, 310, 311, 321, 298),
        *(323, 248, 249, 250, 246, 175, 313, 304),
    ),
    "aarch64": (
        *(279, 194, 196, 186, 190, 180, 97, 268, 40, 39, 41, 51, 117, 270, 271, 280, 241),
        *(282, 217, 218, 219, 104, 105, 273, 265),
    ),
}
_MACHINES: Final = {"x86_64": 0xC000_003E, "aarch64": 0xC000_00B7}
_CLONE: Final = {"x86_64": 56, "aarch64": 220}
_SOCKET: Final = {"x86_64": 41, "aarch64": 198}

Step = tuple[int, int, int, int]
"""One instruction: what, how far to jump when true, when false, and with what."""


def filter_calls() -> None:
    """For this process and all that it starts, for good. Raises `OSError`, `KeyError`."""
    program = b"".join(struct.pack("HBBI", *step) for step in steps(os.uname().machine))
    kept = ctypes.create_string_buffer(program, len(program))
    described = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(kept))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_SECCOMP, _MODE_FILTER, described, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "calls cannot be filtered")


def steps(machine: str) -> Sequence[Step]:
    denied = (_RETURN, 0, 0, _ERROR | errno.EPERM)
    allowed = (_RETURN, 0, 0, _ALLOW)
    found: list[Step] = [
        (_LOAD, 0, 0, _MACHINE),
        (_IS, 1, 0, _MACHINES[machine]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_IS_AT_LEAST, 0, 1, _OTHER_CALLS),
        denied,
    ]
    for call in (*_DENIED[machine], *_NEWER):
        found += [(_IS, 0, 1, call), denied]
    # Without clone3, whose flags cannot be seen from here, libraries use clone.
    found += [(_IS, 0, 1, _CLONE3), (_RETURN, 0, 0, _ERROR | errno.ENOSYS)]
    found += [
        (_IS, 0, 4, _CLONE[machine]),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_HAS, 0, 1, _NAMESPACES),
        denied,
        allowed,
    ]
    found += [
        (_IS, 0, 4, _SOCKET[machine]),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_IS, 1, 0, _AF_UNIX),
        denied,
        allowed,
    ]
    return [*found, allowed]
