"""Which workers still take calls, and what the gateway is told of who is left out."""

import os

from entrypoints.supervisor.gateway import servers
from entrypoints.supervisor.rolling import serving, workers_of


def test_an_instance_that_is_left_out_stays_in_the_list() -> None:
    assert servers([4000, 4001], left_out={4001}) == (
        "server 127.0.0.1:4000 max_fails=1 fail_timeout=1s;"
        " server 127.0.0.1:4001 max_fails=1 fail_timeout=1s down;"
    )


def test_a_process_that_is_there_and_says_nothing_of_leaving_serves() -> None:
    assert serving({os.getpid()})
    assert not serving({2**22 + 1})
    assert not serving(set())


def test_of_a_process_that_is_gone_there_are_no_workers() -> None:
    assert workers_of(2**22 + 1) == set()
