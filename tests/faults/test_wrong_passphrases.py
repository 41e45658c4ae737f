"""RELIABILITY.md promise 8: a wrong passphrase changes and tells nothing, and takes its time."""

from __future__ import annotations

import random
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from profiler_app.domain.errors import WrongPassphraseOrDamaged
from profiler_app.store.workspace import create_workspace, open_workspace
from tests.faults.promised import cases

pytestmark = [pytest.mark.promise(8), pytest.mark.timeout(1_800)]

RIGHT = "café 马 horse"
SECONDS = 0.08


def wrong() -> Iterator[str]:
    """Look-alikes of the right one first, then whatever somebody might try."""
    yield from ("", " ", RIGHT + " ", RIGHT.upper(), RIGHT.replace("马", "馬"), "x" * 10_000)
    yield unicodedata.normalize("NFKC", RIGHT).replace("é", "e")
    chance = random.Random(3)
    while True:
        letters = list(RIGHT)
        letters[chance.randrange(len(letters))] = chance.choice("abcé马驴 '\"\0;-")
        if "".join(letters) != RIGHT:
            yield "".join(letters)


def test_wrong_ones_change_no_byte_and_the_right_one_opens_at_once(tmp_path: Path) -> None:
    path = tmp_path / "w.zhike"
    create_workspace(path, RIGHT).close()
    before = path.read_bytes()
    tries = wrong()
    for _each in range(cases(8, 1_000)):
        tried, began = next(tries), time.process_time()
        with pytest.raises(WrongPassphraseOrDamaged) as told:
            open_workspace(path, tried)
        assert time.process_time() - began >= SECONDS
        assert not tried.strip() or tried not in str(told.value)
        assert path.read_bytes() == before
    with open_workspace(path, unicodedata.normalize("NFD", RIGHT)):
        pass


def test_nothing_new_lies_beside_the_file_after_a_wrong_one(tmp_path: Path) -> None:
    path = tmp_path / "w.zhike"
    create_workspace(path, RIGHT).close()
    before = sorted(tmp_path.iterdir())
    with pytest.raises(WrongPassphraseOrDamaged):
        open_workspace(path, "wrong")
    assert sorted(tmp_path.iterdir()) == before
