"""Processes that work on tasks: what one that dies costs, and what comes back of the others."""

import os
import signal
import time

import pytest

from analysis.pipeline.workers import Died, End, Pool


def outcomes(pool: Pool) -> dict:
    """Gather the messages of each task."""
    found: dict = {}
    for task, message in pool.events():
        found.setdefault(task, []).append(message)
    return found


@pytest.mark.parametrize("jobs", [0, 1, 2])
def test_every_task_gives_its_messages_in_order_and_an_end(jobs):
    with Pool(jobs) as pool:
        for text in ("road", "open", "no"):
            pool.submit(iter, text)
        found = outcomes(pool)
    assert {task: messages[:-1] for task, messages in found.items()} == {t: list(t) for t in ("road", "open", "no")}
    assert all(isinstance(messages[-1], End) for messages in found.values())


@pytest.mark.parametrize("jobs", [0, 2])
def test_tasks_can_be_added_while_others_are_worked_on(jobs):
    with Pool(jobs) as pool:
        pool.submit(iter, "ab")
        seen = []
        for task, message in pool.events():
            seen.append(message)
            if message == "a" and task == "ab":
                pool.submit(iter, "c")
    assert [message for message in seen if isinstance(message, str)] in (["a", "b", "c"], ["a", "c", "b"])


def test_a_process_that_is_killed_costs_its_task_alone_and_its_signal_is_named():
    with Pool(2) as pool:
        for number, task in enumerate(["one", signal.SIGKILL.value, "two"]):
            pool.submit(signal.raise_signal if number == 1 else iter, task)
        found = outcomes(pool)
    assert found["one"][:-1] == list("one")
    assert found["two"][:-1] == list("two")
    assert [type(message) for message in found[signal.SIGKILL.value]] == [Died]
    assert "SIGKILL" in found[signal.SIGKILL.value][0].reason


def test_a_process_that_ends_by_itself_costs_its_task_alone():
    with Pool(1) as pool:
        pool.submit(os._exit, 3)
        pool.submit(iter, "after")
        found = outcomes(pool)
    assert isinstance(found[3][0], Died)
    assert found["after"][:-1] == list("after")


def test_a_process_that_gives_no_sign_of_life_is_ended():
    with Pool(1, patience=0.4) as pool:
        pool.submit(time.sleep, 3600)
        pool.submit(iter, "after")
        found = outcomes(pool)
    assert "more than 0 seconds" in found[3600][0].reason
    assert found["after"][:-1] == list("after")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="only Unix limits the memory of a process")
def test_a_task_that_wants_more_memory_than_there_is_costs_itself_alone():
    with Pool(1) as pool:
        pool.submit(bytearray, 1 << 45)
        pool.submit(iter, "after")
        found = outcomes(pool)
    assert "memory" in found[1 << 45][0].reason
    assert found["after"][:-1] == list("after")


def test_an_error_that_no_bad_file_explains_is_raised_where_the_tasks_were_given():
    with Pool(1) as pool:
        pool.submit(os.listdir, "/no/such/folder")
        with pytest.raises(FileNotFoundError):
            outcomes(pool)


def test_no_process_is_left_behind_even_when_the_work_is_given_up():
    with Pool(2) as pool:
        pool.submit(time.sleep, 3600)
        pool.submit(iter, "x")
        next(pool.events())
        processes = [worker.process for worker in pool._workers]
        assert processes
    assert not any(process.is_alive() for process in processes)
