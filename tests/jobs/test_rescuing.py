"""RELIABILITY.md promise 6: what can be read from a damaged file is read, what is lost is told."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from profiler_app.domain.errors import NothingToRescue, WorkspaceExists
from profiler_app.jobs.demo import DEMO_PASSPHRASE, create_demo
from profiler_app.jobs.doctor import findings
from profiler_app.jobs.history import content_hash
from profiler_app.jobs.rescuing import Rescued, rescue
from profiler_app.store.connect import Key, key_of_file
from profiler_app.store.rescuing import Wreck
from profiler_app.store.workspace import open_workspace
from tests.jobs.conftest import TODAY, Silent

pytestmark = pytest.mark.promise(6)

PAGE = 4096


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rescue") / "w.zhike"
    create_demo(Silent(), path, customers=80, today=TODAY)
    return path


@pytest.fixture(scope="module")
def key(made: Path) -> Key:
    return key_of_file(made, DEMO_PASSPHRASE)


@pytest.fixture
def damaged(made: Path, tmp_path: Path) -> Path:
    path = tmp_path / "damaged.zhike"
    path.write_bytes(made.read_bytes())
    return path


def spoil(path: Path, pages: list[int]) -> bytes:
    whole = bytearray(path.read_bytes())
    for page in pages:
        whole[page * PAGE + 100] ^= 255
    path.write_bytes(whole)
    return bytes(whole)


def pages_of_rows(whole: bytes) -> list[int]:
    """The last pages, behind those that hold the list of tables (without it nothing is read)."""
    last = len(whole) // PAGE
    return list(range(last * 6 // 10, last))


def rescued(damaged: Path, key: Key, tmp_path: Path) -> tuple[Rescued, Path]:
    into = tmp_path / "rescued.zhike"
    done = rescue(Silent(), damaged, key, into, today=TODAY)
    return done, into


def test_from_a_sound_file_everything_is_rescued(damaged: Path, key: Key, tmp_path: Path) -> None:
    done, into = rescued(damaged, key, tmp_path)
    assert (done.lost, done.mended) == ({}, 0)
    with (
        open_workspace(into, DEMO_PASSPHRASE) as made,
        open_workspace(damaged, DEMO_PASSPHRASE, readonly=True) as before,
    ):
        assert content_hash(made) == content_hash(before)
        assert made.settings == before.settings
        codes = [each.code for each in findings(Silent(), made, today=TODAY)]
    assert codes == ["no_backup"]


@pytest.mark.parametrize("seed", range(4))
def test_around_lost_pages_the_rest_is_read_and_what_is_lost_is_told(
    damaged: Path, key: Key, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    before = spoil(damaged, chance.sample(pages_of_rows(damaged.read_bytes()), 6))
    done, into = rescued(damaged, key, tmp_path)
    assert damaged.read_bytes() == before
    with open_workspace(into, DEMO_PASSPHRASE) as made:
        codes = {each.code for each in findings(Silent(), made, today=TODAY)}
    assert codes <= {"no_backup", "net"}
    assert sum(done.rows.values()) > 1_000
    assert all(count is None or count > 0 for count in done.lost.values())
    assert set(done.lost) <= set(done.rows)


def test_only_rows_on_the_lost_page_are_lost(damaged: Path, key: Key, tmp_path: Path) -> None:
    def lines() -> set[int]:
        wreck = Wreck(damaged, key, tmp_path)
        found = {row[0] for row in wreck.rows("order_line", ("id", "net"))}
        wreck.close()
        return found

    whole, all_lines = damaged.read_bytes(), lines()
    struck = 0
    for page in pages_of_rows(whole)[::7]:
        damaged.write_bytes(whole)
        spoil(damaged, [page])
        lost = sorted(all_lines - lines())
        struck += bool(lost)
        assert lost == list(range(lost[0], lost[-1] + 1)) if lost else True  # neighbours only
        assert len(lost) < 100
    assert struck >= 3


def test_a_file_cut_off_is_read_as_far_as_it_goes(damaged: Path, key: Key, tmp_path: Path) -> None:
    whole = damaged.read_bytes()
    damaged.write_bytes(whole[: len(whole) * 2 // 3 // PAGE * PAGE])
    done, into = rescued(damaged, key, tmp_path)
    assert done.rows["customer"] > 0
    with open_workspace(into, DEMO_PASSPHRASE) as made:
        assert not {each.code for each in findings(Silent(), made, today=TODAY)} - {
            "no_backup",
            "net",
        }
    assert done.lost


def test_without_its_first_page_nothing_is_pretended(
    damaged: Path, key: Key, tmp_path: Path
) -> None:
    before = spoil(damaged, [0])
    with pytest.raises(NothingToRescue):
        rescued(damaged, key, tmp_path)
    assert damaged.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["damaged.zhike"]


def test_a_wrong_passphrase_rescues_nothing(damaged: Path, tmp_path: Path) -> None:
    with pytest.raises(NothingToRescue):
        rescue(Silent(), damaged, "not it", tmp_path / "rescued.zhike", today=TODAY)


def test_a_file_that_is_there_is_not_overwritten(damaged: Path, key: Key) -> None:
    before = damaged.read_bytes()
    with pytest.raises(WorkspaceExists):
        rescue(Silent(), damaged, key, damaged, today=TODAY)
    assert damaged.read_bytes() == before
