"""Group commit: everybody returns after a run that began after the call, and runs are shared."""

import threading
import time

import pytest

from overt.case.together import Together


def test_everybody_is_covered_by_a_run_that_began_later_and_runs_are_shared():
    lock = threading.Lock()
    committed, covered, runs = set(), set(), []

    def work():
        with lock:
            seen = set(committed)
        runs.append(len(seen))
        time.sleep(0.002)
        with lock:
            covered.update(seen)

    together = Together(work)
    missed = []

    def caller(name):
        for n in range(20):
            with lock:
                committed.add((name, n))
            together.done()
            with lock:
                if (name, n) not in covered:
                    missed.append((name, n))

    callers = [threading.Thread(target=caller, args=(name,)) for name in range(12)]
    for thread in callers:
        thread.start()
    for thread in callers:
        thread.join()
    assert missed == []
    assert len(covered) == 240
    assert len(runs) < 240


def test_an_error_is_told_to_one_and_the_others_try_themselves():
    tries = []

    def work():
        tries.append(1)
        time.sleep(0.01)
        if len(tries) == 1:
            raise OSError("the disk is gone")

    together = Together(work)
    told = []

    def caller():
        try:
            together.done()
            told.append("done")
        except OSError:
            told.append("failed")

    callers = [threading.Thread(target=caller) for _ in range(6)]
    for thread in callers:
        thread.start()
    for thread in callers:
        thread.join()
    assert sorted(told) == ["done"] * 5 + ["failed"]
    together.done()
    with pytest.raises(ZeroDivisionError):
        Together(lambda: 1 / 0).done()
