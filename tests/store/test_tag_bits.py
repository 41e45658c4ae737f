"""What every run said of every tag is kept, however little of it is written."""

from __future__ import annotations

import random
import zlib
from typing import Any

import numpy as np
import pytest

from profiler_app.store import bitmaps, runs, tag_bits
from profiler_app.store.tag_bits import TagBits
from profiler_app.store.tag_patches import TagPatch
from profiler_app.store.workspace import Workspace

TAGS = ("a", "b", "c")
IDS = np.array([1, 9, 70_000, 131_071, 131_072, 200_001])
"""In four pieces of 65,536 customers."""
State = dict[str, list[bool]]


def drawn(dice: random.Random, size: int) -> State:
    return {tag: [dice.random() < 0.4 for _ in range(size)] for tag in TAGS}


def held(state: State, size: int) -> dict[str, tuple[Any, Any]]:
    nobody = np.zeros(size, np.bool_)
    return {tag: (np.array(flags), nobody) for tag, flags in state.items()}


def save(workspace: Workspace, tags: TagBits | TagPatch) -> int:
    with workspace.writing():
        return runs.save_run(
            workspace, as_of="2026-11-22", operation=0, customers=6, tags=tags, counts={},
            context={},
        )  # fmt: skip


def save_everybody(workspace: Workspace, state: State) -> int:
    tags = TagBits(TAGS, int(IDS[-1]))
    tags.put(IDS, held(state, len(IDS)))
    return save(workspace, tags)


def save_few(workspace: Workspace, places: list[int], state: State) -> int:
    few = IDS[places]
    patch = TagPatch(workspace.connection, TAGS, few)
    patch.forget(few)
    patch.put(few, held(state, len(few)))
    return save(workspace, patch)


def said(workspace: Workspace, tag: str, run: int | None = None) -> list[bool]:
    found: list[bool] = tag_bits.read_tag(workspace.connection, tag, IDS, run=run)[0].tolist()
    return found


def test_a_history_of_small_and_whole_runs_reads_as_it_was_written(workspace: Workspace) -> None:
    dice = random.Random(7)
    now = drawn(dice, len(IDS))
    expected = {save_everybody(workspace, now): now}
    for step in range(40):
        if step % 13 == 12:
            now = drawn(dice, len(IDS))
            expected[save_everybody(workspace, now)] = now
            continue
        places = sorted(dice.sample(range(len(IDS)), dice.choice((1, 2))))
        few = drawn(dice, len(places))
        now = {
            tag: [few[tag][places.index(i)] if i in places else flag for i, flag in enumerate(old)]
            for tag, old in now.items()
        }
        expected[save_few(workspace, places, few)] = now
    for run, state in expected.items():
        assert {tag: said(workspace, tag, run) for tag in TAGS} == state
    assert {tag: said(workspace, tag) for tag in TAGS} == now
    counts = tag_bits.tag_counts(workspace.connection)
    assert counts == {tag: (sum(flags), 0) for tag, flags in now.items()}
    for place, customer in enumerate(IDS.tolist()):
        for tag in TAGS:
            walked = list(tag_bits.runs_of_tag(workspace.connection, tag, customer))
            assert walked == [(run, expected[run][tag][place]) for run in sorted(expected)[::-1]]


def test_a_small_run_counts_what_it_gave_and_what_it_took(workspace: Workspace) -> None:
    save_everybody(workspace, {"a": [True] * 6, "b": [False] * 6, "c": [True] * 6})
    patch = TagPatch(workspace.connection, TAGS, IDS[2:3])
    patch.put(IDS[2:3], held({"a": [False], "b": [True], "c": [True]}, 1))
    assert patch.changes() == (1, 1)
    assert [patch.counts(tag)[0] for tag in TAGS] == [5, 1, 6]


def test_a_small_run_takes_a_hundredth_of_a_whole_one(workspace: Workspace) -> None:
    everybody = np.arange(1, 200_000)
    dice = np.random.default_rng(3)
    tags = TagBits(("a",), 200_000)
    flags = dice.random(len(everybody)) < 0.5
    tags.put(everybody, {"a": (flags, ~flags)})
    save(workspace, tags)
    patch = TagPatch(workspace.connection, ("a",), everybody[[150_000]])
    patch.put(everybody[[150_000]], {"a": (~flags[[150_000]], flags[[150_000]])})
    save(workspace, patch)
    sizes = workspace.connection.execute(
        "SELECT length(holders) + length(unknown) FROM tag_bits ORDER BY run_id"
    ).fetchall()
    assert sizes[1][0] * 100 < sizes[0][0]


def test_the_whole_rows_are_written_anew_when_many_small_runs_lie_beside_them(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tag_bits, "_MOST_PATCHES", 2)
    assert not tag_bits.has_room(workspace.connection)
    save_everybody(workspace, drawn(random.Random(1), 6))
    assert tag_bits.has_room(workspace.connection)
    for place in (0, 1):
        save_few(workspace, [place], drawn(random.Random(2), 1))
    assert not tag_bits.has_room(workspace.connection)


def test_rows_of_earlier_files_are_still_read() -> None:
    bits = np.packbits(np.arange(300_000) % 3 == 0)
    blob = zlib.compress((300_000).to_bytes(8, "little") + bits.tobytes(), 1)
    ids = np.array([0, 1, 3, 299_997, 299_998, 400_000])
    assert bitmaps.bits_at(blob, ids).tolist() == [True, False, True, True, False, False]
    assert bitmaps.size_of(blob) == 300_000
    again = bitmaps.packed(bitmaps.bytes_of(blob), 300_000)
    assert bitmaps.bytes_of(again).tolist() == bits.tolist()
    assert bitmaps.bits_at(again, ids).tolist() == [True, False, True, True, False, False]
