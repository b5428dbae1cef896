"""Sessions of several threads and processes do not mix, leave no thread behind, and take no memory with them."""

from __future__ import annotations

import gc
import multiprocessing
import os
import subprocess
import sys
import threading
import warnings
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.standing.books import book, failing, rule, title, verdict

from ntm_rules.law import Trust
from ntm_rules.standing import Fact, RuleBook, chainer, executors, fact
from ntm_rules.standing.chainer import Firing
from ntm_rules.standing.clauses import program

THREADS = 8
ROUNDS = 60


def chain(number: int) -> RuleBook:
    """Return a book whose rules are told from those of other books by their names."""
    key = "{ruleset: {var: r}, level: commune, tier: ntm}"
    return book(
        rule(
            f"failing-{number}",
            "[{verdict: {ruleset: {var: r}, outcome: not_met}},"
            " {failing: {ruleset: {var: r}, certain: {at_least: 30 %}}}]",
            f"[{{key_failing: {key}}}]",
        ),
        rule(
            f"held-{number}", "[{key_failing: {ruleset: {var: r}}}, {title: {}}]", f"[{{keys_hold: {key}}}]"
        ),
    )


def case(number: int) -> list[Fact]:
    """Return a case that no other number makes."""
    name = f"{number}/2022"
    return [
        title(on="2019-01-01", years=number % 50),
        verdict("not_met", ruleset=name),
        failing(6 + number % 5, ruleset=name),
        verdict("not_met", ruleset=f"{number}/2016"),
    ]


def run_all(numbers: list[int]) -> list[frozenset[Firing]]:
    return [executors.run(program(chain(n % 3), Trust.RECALLED), case(n)) for n in numbers]


def expected(numbers: list[int]) -> list[frozenset[Firing]]:
    return [chainer.run(program(chain(n % 3), Trust.RECALLED).clauses, case(n)) for n in numbers]


def shares() -> list[list[int]]:
    return [list(range(thread * ROUNDS, (thread + 1) * ROUNDS)) for thread in range(THREADS)]


def test_threads_do_not_mix_their_sessions() -> None:
    before = threading.active_count()
    with ThreadPoolExecutor(THREADS) as threads:
        found = list(threads.map(run_all, shares()))
    assert found == [expected(share) for share in shares()]
    assert threading.active_count() == before


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_processes_do_not_mix_their_sessions(method: str) -> None:
    run_all([1])  # networks that a fork takes with it
    numbers = shares()[:2]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # a fork beside other tests' threads
        with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context(method)) as processes:
            found = list(processes.map(run_all, numbers))
    assert found == [expected(share) for share in numbers]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system does not fork")
def test_a_process_forked_while_another_thread_infers_is_not_stuck() -> None:
    # In a process of its own, with a limit: a child that waits for ever fails this test and stops no other.
    script = f"from {__name__} import fork_while_inferring; fork_while_inferring()"
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", script], check=True, timeout=120, cwd=root)


def fork_while_inferring() -> None:
    """Fork ten times while another thread infers; each child infers, too."""
    going = threading.Event()
    stop = threading.Event()

    def infer_on() -> None:
        number = 0
        while not stop.is_set():
            run_all([number])
            number += 1
            going.set()

    thread = threading.Thread(target=infer_on)
    thread.start()
    try:
        assert going.wait(30)
        for number in range(10):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                child = os.fork()
            if child == 0:
                os._exit(0 if run_all([number]) == expected([number]) else 1)
            assert os.waitpid(child, 0)[1] == 0
    finally:
        stop.set()
        thread.join()


@pytest.mark.skipif(sys.platform != "linux", reason="resident memory is read from /proc")
def test_distinct_cases_take_no_memory_with_them() -> None:
    def resident() -> int:
        gc.collect()
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    ready = program(chain(0), Trust.RECALLED)
    for number in range(1000):
        executors.run(ready, case(number))
    before = resident()
    for number in range(1000, 6000):
        executors.run(ready, case(number))
    assert resident() - before < 4_000_000


def test_a_fact_of_another_session_is_not_seen() -> None:
    ready = program(chain(0), Trust.RECALLED)
    whole = case(7)
    assert executors.run(ready, whole)
    assert not executors.run(ready, whole[:2])
    assert not executors.run(ready, [fact("merged", level="commune", on="2025-07-01"), whole[2]])
