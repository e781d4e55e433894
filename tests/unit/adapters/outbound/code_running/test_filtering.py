"""The filter as the kernel reads it: each step of it is followed here by hand."""

import errno

import pytest

from adapters.outbound.code_running.filtering import steps

ALLOWED, KILLED = 0x7FFF0000, 0x80000000
REFUSED, UNKNOWN = 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS
X86, ARM = 0xC000003E, 0xC00000B7
EVERY_NAMESPACE = (0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000)


def outcome(machine: str, call: int, argument: int = 0, *, asked_as: int | None = None) -> int:
    """What becomes of a call, told as the kernel's own number."""
    told = asked_as if asked_as is not None else {"x86_64": X86, "aarch64": ARM}[machine]
    seen = {0: call, 4: told, 16: argument}
    program, at, held = steps(machine), 0, 0
    while True:
        what, when_true, when_false, value = program[at]
        at += 1
        match what:
            case 0x20:
                held = seen[value]
            case 0x06:
                return value
            case 0x15 | 0x35 | 0x45:
                holds = {0x15: held == value, 0x35: held >= value, 0x45: bool(held & value)}
                at += when_true if holds[what] else when_false
            case _:
                raise AssertionError(what)


@pytest.mark.parametrize(
    ("machine", "call"),
    [
        *(("x86_64", call) for call in (272, 165, 101, 319, 29, 321, 425, 447, 0x40000000)),
        *(("aarch64", call) for call in (97, 40, 117, 279, 194, 280, 425, 447)),
    ],
)
def test_ways_to_a_larger_room_are_refused(machine: str, call: int) -> None:
    assert outcome(machine, call) == REFUSED


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_usual_calls_are_not(machine: str) -> None:
    assert {outcome(machine, call) for call in (0, 1, 57, 63, 202, 221, 231)} == {ALLOWED}


@pytest.mark.parametrize(("machine", "clone"), [("x86_64", 56), ("aarch64", 220)])
def test_processes_and_threads_may_begin_but_no_namespaces(machine: str, clone: int) -> None:
    assert outcome(machine, clone, 0x3D0F00) == outcome(machine, clone, 17) == ALLOWED
    assert {outcome(machine, clone, flag | 17) for flag in EVERY_NAMESPACE} == {REFUSED}
    assert outcome(machine, 435) == UNKNOWN


@pytest.mark.parametrize(("machine", "socket"), [("x86_64", 41), ("aarch64", 198)])
def test_sockets_are_between_processes_alone(machine: str, socket: int) -> None:
    assert outcome(machine, socket, 1) == ALLOWED
    assert {outcome(machine, socket, family) for family in (0, 2, 10, 16, 17, 38, 40)} == {REFUSED}


def test_calls_of_another_machine_end_the_process() -> None:
    assert outcome("x86_64", 1, asked_as=0x40000003) == KILLED
