"""Damages good files at random and reads them as an import does; what is damaged is refused.

``python -m tests.fuzz.readers`` reads 20,000 damaged files of every reader and says where one got
away: any exception but our own problems, an error of a reader of ours in the child process, and
anything that takes more than 5 seconds. ``--files``, ``--seed`` and ``--reader`` narrow it; the
same seed damages in the same way. Needs a system that forks: a child is started for every file.
"""

from __future__ import annotations

import argparse
import gzip
import io
import os
import random
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any

from profiler_app.domain.errors import UserProblem
from profiler_app.ingest import child, workbooks
from profiler_app.ingest.mapping import guess_mapping, guess_target
from profiler_app.ingest.opening import Table, open_pasted, open_table
from profiler_app.ingest.records import Options, record_maker
from profiler_app.store import foreign
from tests.fuzz.seeds import SEEDS, Seed

_SECONDS = 5
_TODAY = date(2026, 1, 15)
_BROKE = 99
"""The exit code of a child in which a reader of ours raised what it should not."""


class Hung(Exception):
    """A file took too long."""


class ReaderBroke(Exception):
    """A reader in the child process raised something else than a refusal."""


class Forked:
    """Stands in for the child process: the same code, without a new interpreter every time."""

    def __init__(self, kind: str, arguments: list[str]) -> None:
        reading, writing = os.pipe()
        # raised inside of what fork calls back, the alarm would leave locks taken for good
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
        self._child = os.fork()
        if not self._child:
            _be_the_child(foreign.main if kind == "sqlite" else child.main, arguments, writing)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGALRM})
        os.close(writing)
        self.stdout = os.fdopen(reading, "rb")

    def __enter__(self) -> Forked:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: object, trace: TracebackType | None
    ) -> None:
        _child, status = os.waitpid(self._child, 0)
        if os.WIFEXITED(status) and os.WEXITSTATUS(status) == _BROKE:
            raise ReaderBroke

    def kill(self) -> None:
        """End it as a user who closes the file would."""
        if not self.stdout.closed:
            self.stdout.close()


def _be_the_child(main: Any, arguments: list[str], writing: int) -> None:
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGALRM})
    code = _BROKE
    try:
        os.dup2(writing, 1)
        sys.stderr = os.fdopen(os.dup(2), "w")
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what a library says when it aborts
        sys.stdout = io.TextIOWrapper(io.FileIO(1, "w", closefd=False), write_through=True)
        code = main(arguments)
    except BrokenPipeError:
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def damaged(seed: Seed, dice: random.Random) -> bytes:
    """Return the content with a few bytes changed, inside of its packing every other time."""
    inside = dice.random() < 0.6
    if inside and seed.content.startswith(b"PK"):
        return _damaged_member(seed, dice)
    if inside and seed.content.startswith(b"\x1f\x8b"):
        return gzip.compress(_changed(gzip.decompress(seed.content), seed.words, dice))
    return _changed(seed.content, seed.words, dice)


def _damaged_member(seed: Seed, dice: random.Random) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(seed.content)) as archive:
        names = archive.namelist()
        hit = dice.choice([*names, *(name for name in names if "sheet" in name)])
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
            for name in names:
                content = archive.read(name)
                change = name == hit
                written.writestr(name, _changed(content, seed.words, dice) if change else content)
    return target.getvalue()


def _changed(content: bytes, words: tuple[bytes, ...], dice: random.Random) -> bytes:
    data = bytearray(content)
    keeps_length = dice.random() < 0.3
    for _change in range(dice.randint(1, 8)):
        at = dice.randrange(len(data)) if data else 0
        change = 0 if keeps_length else dice.randrange(5)
        if change == 0 and data:
            data[at] = dice.randrange(256)
        elif change == 1:
            del data[at : at + dice.randint(1, 40)]
        elif change == 2:
            data[at:at] = data[at : at + dice.randint(1, 200)] * dice.choice([1, 1, 2, 50])
        elif change == 3 and dice.random() < 0.3:
            del data[at:]
        else:
            data[at:at] = dice.choice(words)
    return bytes(data)


def read(path: Path, content: bytes) -> str:
    """Read a file to its end as an import does; return what became of it."""
    path.write_bytes(content)
    try:
        table: Table
        if path.name == "pasted":
            table = open_pasted(content.decode("utf-8", "replace"))
        else:
            table = open_table(path)
        target = guess_target(table.headers, table.sample)
        mapped = guess_mapping(table.headers, table.sample, target)
        for _record in record_maker(table, mapped, Options(_TODAY, walk_in=True)).records():
            pass
        for note in (*table.notes, *table.footers.notes()):
            assert note.sentence
    except UserProblem as problem:
        assert problem.sentence()
        return problem.code
    return "read"


def fuzz(reader: str, files: int, seed: int, folder: Path) -> tuple[Counter[str], list[str]]:
    """Read damaged files; return how they ended, and what got away (with the way to repeat it)."""
    good = SEEDS[reader](folder)
    path = folder / good.name
    assert read(path, good.content) == "read", "the seed itself must be read"
    ends: Counter[str] = Counter()
    escaped = []
    for number in range(files):
        content = damaged(good, random.Random(f"{seed}/{reader}/{number}"))
        started = time.monotonic()
        try:
            ends[_read_in_time(path, content)] += 1
        except Exception as error:
            kept = Path(tempfile.gettempdir()) / f"escaped-{seed}-{reader}-{number}-{good.name}"
            kept.write_bytes(content)
            trace = traceback.format_exc().splitlines()[-3:]
            escaped.append(f"{type(error).__name__} {error} ({kept}) {trace}")
        ends["slowest ms"] = max(ends["slowest ms"], int(1000 * (time.monotonic() - started)))
    return ends, escaped


def _read_in_time(path: Path, content: bytes) -> str:
    """Read a file; what hangs twice hangs, what hangs once met a busy machine."""
    for last in (False, True):
        signal.setitimer(signal.ITIMER_REAL, _SECONDS)
        try:
            return read(path, content)
        except Hung:
            if last:
                raise
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    raise AssertionError


def _ring(*_signal: object) -> None:
    raise Hung(f"more than {_SECONDS} s")


def main() -> int:
    """Read damaged files of every reader; the exit code is 1 when something got away."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--files", type=int, default=20_000, help="damaged files of every reader")
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--reader", choices=[*SEEDS], action="append")
    asked = words.parse_args()
    signal.signal(signal.SIGALRM, _ring)
    workbooks._start = Forked  # type: ignore[assignment]
    import python_calamine  # noqa: F401  loaded once, for every child

    failed = False
    with tempfile.TemporaryDirectory() as folder:
        for reader in asked.reader or SEEDS:
            ends, escaped = fuzz(reader, asked.files, asked.seed, Path(folder))
            print(reader, dict(ends), *escaped, sep="\n  ", flush=True)
            failed = failed or bool(escaped)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
