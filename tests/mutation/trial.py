"""Tries mutants in workers forked from one collected session.

mutmut's own runner starts pytest for each mutant, which is most of the time of a run; here a
worker tries one mutant after another, some twenty times as fast. So that nothing that a mutant
leaves behind counts as another's death, the test that killed it must pass again without it.
"""

import os
import signal
import sys
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol

from tests.mutation.verdicts import ENDLESS, KILLED, SURVIVED, UNREACHED, Mutant, Verdicts

WORKERS = 2
CHUNK = 100
KILLERS = 16
TESTS = ("tests/unit/domain", "tests/unit/application")
ARGUMENTS = ("-q", "-s", "--tb=native", "-p", "no:cacheprovider", "--hypothesis-profile=mutants")


def passes(test: pytest.Item, mutant: str) -> bool:
    """Run one test with its fixtures, made and torn down for it alone."""
    os.environ["MUTANT_UNDER_TEST"] = mutant  # what mutmut's trampolines look at
    return not any(report.failed for report in runtestprotocol(test, log=False, nextitem=None))


def killer_of(mutant: str, tests: Iterable[pytest.Item]) -> pytest.Item | None:
    return next((test for test in tests if not passes(test, mutant)), None)


def likely_first(mutant: Mutant, killers: Iterable[str]) -> list[str]:
    """Its tests; those first that have just killed others, mostly of the same function."""
    reaching = dict.fromkeys(mutant.tests)
    return list(dict.fromkeys([*(each for each in killers if each in reaching), *mutant.tests]))


def work(mutants: list[Mutant], tests: dict[str, pytest.Item], parent: Connection) -> None:
    """Judge one after another. The kernel ends this worker at a mutant that makes tests endless."""
    killers: deque[str] = deque(maxlen=KILLERS)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, sys.stdout.fileno())
    os.dup2(silence, sys.stderr.fileno())
    for mutant in mutants:
        signal.setitimer(signal.ITIMER_PROF, 2 + 8 * mutant.seconds)  # busy
        signal.setitimer(signal.ITIMER_REAL, 30 + 60 * mutant.seconds)  # idle
        reaching = [tests[each] for each in likely_first(mutant, killers) if each in tests]
        killer = killer_of(mutant.name, reaching)
        if killer is not None and not passes(killer, ""):
            os._exit(0)  # something was left behind: this worker can say nothing any more
        if killer is not None and killer.nodeid not in killers:
            killers.appendleft(killer.nodeid)
        parent.send(SURVIVED if killer is None else KILLED)
    os._exit(0)


@dataclass(slots=True)
class Worker:
    process: ForkProcess
    mutants: deque[Mutant]
    fresh: bool = True


class Trial:
    """A plugin that tries mutants with a session's tests, instead of running these."""

    def __init__(self, verdicts: Verdicts, mutants: Iterable[Mutant]) -> None:
        self._verdicts = verdicts
        self._waiting = deque(sorted(mutants, key=lambda each: each.seconds))
        self._total = len(self._waiting)
        self._judged: dict[str, int] = {}
        self._workers: dict[Connection, Worker] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        tests = {item.nodeid: item for item in session.items}
        for mutant in [each for each in self._waiting if not each.tests]:
            self._waiting.remove(mutant)
            self._judged[mutant.name] = UNREACHED
        while self._waiting or self._workers:
            while self._waiting and len(self._workers) < WORKERS:
                self._start(tests)
            for connection in wait(list(self._workers)):
                assert isinstance(connection, Connection)
                self._hear(connection)
        self._verdicts.record(self._judged)
        return True

    def _start(self, tests: dict[str, pytest.Item]) -> None:
        size = min(CHUNK, 1 + len(self._waiting) // WORKERS)
        mutants = deque(self._waiting.popleft() for _ in range(size))
        ours, theirs = get_context("fork").Pipe(duplex=False)
        process = get_context("fork").Process(target=work, args=(list(mutants), tests, theirs))
        process.start()
        theirs.close()
        self._workers[ours] = Worker(process, mutants)

    def _hear(self, connection: Connection) -> None:
        worker = self._workers[connection]
        try:
            self._decide(worker, connection.recv())
            worker.fresh = False
        except EOFError:
            del self._workers[connection]
            self._end(worker)

    def _end(self, worker: Worker) -> None:
        worker.process.join()
        code = worker.process.exitcode
        if code in (-signal.SIGPROF, -signal.SIGALRM):
            self._decide(worker, ENDLESS)
        elif worker.mutants and (code != 0 or worker.fresh):
            self._decide(worker, KILLED)  # it ends the interpreter, or breaks more than a test
        self._waiting.extendleft(reversed(worker.mutants))

    def _decide(self, worker: Worker, verdict: int) -> None:
        self._judged[worker.mutants.popleft().name] = verdict
        if len(self._judged) % 500 == 0:
            self._verdicts.record(self._judged)
            print(f"{len(self._judged)} of {self._total} mutants tried", file=sys.__stderr__)


def main() -> int:
    verdicts = Verdicts(Path())
    trial = Trial(verdicts, verdicts.mutants(tuple(sys.argv[1:])))
    return pytest.main([*ARGUMENTS, *TESTS], plugins=[trial])


if __name__ == "__main__":
    raise SystemExit(main())
