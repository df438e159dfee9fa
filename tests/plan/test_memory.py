"""What is remembered, and for how long."""

import pickle
from concurrent.futures import ThreadPoolExecutor

from mfc_capacity.plan.memory import Memory


def test_what_a_round_asks_for_is_kept_for_the_next_one() -> None:
    memory = Memory()
    memory["asked"] = memory["left"] = 1
    memory.begin_round()
    assert "asked" in memory
    memory.begin_round()
    assert ("asked" in memory, "left" in memory) == (True, False)


def test_no_thread_forgets_what_another_is_about_to_use() -> None:
    memory = Memory()
    memory["key"] = 1
    with ThreadPoolExecutor(1) as executor:
        for _ in range(3):
            executor.submit(memory.begin_round).result()
    assert memory["key"] == 1


def test_another_process_begins_without_memories() -> None:
    memory = Memory()
    memory["key"] = 1
    assert "key" not in pickle.loads(pickle.dumps(memory))  # noqa: S301 - pickled here
