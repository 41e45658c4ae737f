"""RELIABILITY.md promise 6: a damaged file is told, never written, never taken for a new one."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from profiler_app.domain.errors import UserProblem
from profiler_app.jobs.demo import DEMO_PASSPHRASE, create_demo
from profiler_app.jobs.history import check
from profiler_app.store.connect import Key, key_of_file
from profiler_app.store.workspace import open_workspace
from tests.faults.promised import cases
from tests.jobs.conftest import TODAY, Silent

pytestmark = pytest.mark.promise(6)

TIMES = cases(40, 500)
QUIET = Silent()
PAGE = 4096


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("whole") / "w.zhike"
    create_demo(QUIET, path, customers=60, today=TODAY)
    return path.read_bytes()


@pytest.fixture(scope="module")
def key(whole: bytes, tmp_path_factory: pytest.TempPathFactory) -> Key:
    path = tmp_path_factory.mktemp("key") / "w.zhike"
    path.write_bytes(whole)
    return key_of_file(path, DEMO_PASSPHRASE)


def found_in(path: Path, key: Key) -> list[str]:
    """Return what is wrong with a file: the refusal to open it, or what the check finds."""
    try:
        with open_workspace(path, key, readonly=True) as workspace:
            return [code for code, _said in check(QUIET, workspace, today=TODAY)]
    except UserProblem as problem:
        return [problem.code]


def flipped(whole: bytes, chance: random.Random) -> bytes:
    """Return a copy with a few bytes changed, anywhere from the salt to the last page."""
    damaged = bytearray(whole)
    at = chance.choice([0, 16, 100, PAGE, chance.randrange(len(whole)), len(whole) - PAGE])
    for place in range(at, min(len(whole), at + chance.choice([1, 4, 16, PAGE]))):
        damaged[place] ^= chance.randrange(1, 256)
    return bytes(damaged)


def cut(whole: bytes, chance: random.Random) -> bytes:
    """Return the beginning of a file: without a byte, half a page, a page, or most of it."""
    less = chance.choice([1, PAGE // 2, PAGE, 2 * PAGE, chance.randrange(len(whole))])
    return whole[: len(whole) - less]


def test_every_damage_is_found_and_the_file_left_as_it_was(
    whole: bytes, key: Key, tmp_path: Path
) -> None:
    chance = random.Random(11)
    path = tmp_path / "w.zhike"
    for number in range(TIMES):
        damaged = (flipped if number % 2 else cut)(whole, chance)
        path.write_bytes(damaged)
        assert found_in(path, key), number
        assert path.read_bytes() == damaged, number


def test_a_whole_file_is_found_sound(whole: bytes, key: Key, tmp_path: Path) -> None:
    path = tmp_path / "w.zhike"
    path.write_bytes(whole)
    assert found_in(path, key) == []


def test_a_file_of_no_bytes_is_not_filled(key: Key, tmp_path: Path) -> None:
    path = tmp_path / "w.zhike"
    path.touch()
    for readonly in (True, False):
        with pytest.raises(UserProblem):
            open_workspace(path, key, readonly=readonly)
    assert path.read_bytes() == b""
