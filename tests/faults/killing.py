"""Kill a process in the middle of its work, many times, and look at what it left.

    python -m tests.faults.killing OPERATION TIMES [SEED]

Prints one JSON object: how often the file was as before, how often as after, and what was wrong.
Each victim is forked from a process that has everything loaded, works on a copy of its own, and is
killed (SIGKILL) at a random moment up to a little longer than the work takes. Not for Windows,
which has no fork.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.imports import ImportRequest
from profiler_app.jobs import editing, erasing
from profiler_app.jobs.backing_up import back_up_now
from profiler_app.jobs.demo import DEMO_PASSPHRASE, create_demo
from profiler_app.jobs.history import check, content_hash
from profiler_app.jobs.importing import import_file
from profiler_app.jobs.merging.doing import merge
from profiler_app.jobs.refreshing import refresh
from profiler_app.jobs.rekeying import change_passphrase, recover
from profiler_app.jobs.restoring import restore
from profiler_app.store import connect
from profiler_app.store.workspace import Workspace, open_workspace
from tests.conftest import ROOT
from tests.faults.older import FORMATS, make_older

TODAY = date(2026, 11, 22)
CUSTOMERS, ROWS = 120, 400
OTHER = "another horse"


class Quiet:
    """Progress nobody watches."""

    def step(self, fraction: float, doing: str) -> None:
        """Go on."""


QUIET = Quiet()


def _import(path: Path) -> None:
    with open_workspace(path, DEMO_PASSPHRASE) as workspace:
        request = ImportRequest((path.with_name("orders.csv"),))
        import_file(QUIET, workspace, request, today=TODAY)


def _refresh(path: Path) -> None:
    with open_workspace(path, DEMO_PASSPHRASE) as workspace:
        refresh(QUIET, workspace, as_of=date(2026, 12, 24))


def _merge(path: Path) -> None:
    with open_workspace(path, DEMO_PASSPHRASE) as workspace:
        merge(QUIET, workspace, _customers(workspace, "person")[:2], today=TODAY)


def _edit(path: Path) -> None:
    with open_workspace(path, DEMO_PASSPHRASE) as workspace:
        customer = _customers(workspace)[0]
        editing.edit_customer(QUIET, workspace, customer, {"address": "望海路"}, today=TODAY)


def _back_up(path: Path) -> None:
    with open_workspace(path, DEMO_PASSPHRASE) as workspace:
        back_up_now(QUIET, workspace, path.parent)


def _restore(path: Path) -> None:
    (backup,) = path.parent.glob("backup/*.zhike")
    with open_workspace(path, DEMO_PASSPHRASE) as workspace:
        into = path.with_name("again-2026.zhike")
        restore(QUIET, workspace, backup, into, by="陈", today=TODAY)


def _rekey(path: Path) -> None:
    with open_workspace(path, DEMO_PASSPHRASE) as workspace:
        change_passphrase(QUIET, workspace, DEMO_PASSPHRASE, OTHER, today=TODAY)


def _recover(path: Path) -> None:
    salt = connect.salt_of(path)
    recover(QUIET, path, connect.recovery_key_of(DEMO_PASSPHRASE, salt), OTHER, today=TODAY)


def _erase(path: Path) -> None:
    with open_workspace(path, DEMO_PASSPHRASE) as workspace:
        customer = _customers(workspace)[0]
        erasing.erase(QUIET, workspace, customer, reason="asked", by="陈", today=TODAY)


def _migrate(path: Path) -> None:
    open_workspace(path, DEMO_PASSPHRASE).close()


def _in_two_parts(path: Path) -> None:
    """What no operation may be: half of it saved for a while."""
    _edit(path)
    time.sleep(0.2)
    with open_workspace(path, DEMO_PASSPHRASE) as workspace:
        customer = _customers(workspace)[1]
        editing.edit_customer(QUIET, workspace, customer, {"address": "望海路"}, today=TODAY)


WORK: dict[str, Callable[[Path], None]] = {
    "edit": _edit,
    "import": _import,
    "refresh": _refresh,
    "merge": _merge,
    "backup": _back_up,
    "restore": _restore,
    "rekey": _rekey,
    "recover": _recover,
    "erase": _erase,
    "in_two_parts": _in_two_parts,
    **{f"migrate_{version}": _migrate for version in FORMATS},
}


class Left(NamedTuple):
    """What is found after a kill: the format, the facts, the key that opens, what is wrong."""

    older: bool
    facts: str
    key: str
    findings: tuple[str, ...]


def _customers(workspace: Workspace, kind: str = "%") -> list[int]:
    rows = workspace.connection.execute(
        "SELECT id FROM customer WHERE kind LIKE ? ORDER BY id", (kind,)
    )
    return [row[0] for row in rows]


def look(path: Path) -> Left:
    """Open a file as its owner would and check everything."""
    findings, facts, opened, older = [], "", "", False
    for key in (DEMO_PASSPHRASE, OTHER):
        try:
            with open_workspace(path, key, readonly=True) as workspace:
                older = workspace.is_older
            with open_workspace(path, key) as workspace:
                facts, opened = content_hash(workspace), key
                findings = [code for code, _said in check(QUIET, workspace, today=TODAY)]
            break
        except UserProblem as problem:
            findings = [problem.code]
    copies = (*path.parent.glob("*-20*.zhike"), *path.parent.glob("*.before-format-*.zhike"))
    for copy in copies:
        with open_workspace(copy, DEMO_PASSPHRASE, readonly=True) as workspace:
            if content_hash(workspace) != facts:
                findings.append(f"copy {copy.name}")
    return Left(older, facts, opened, tuple(code for code in findings if code != "future"))


def kill_many(operation: str, times: int, seed: int) -> dict[str, object]:
    """Kill an operation many times at random moments; tell what was found."""
    connect._ROUNDS = 1  # the derivation of the key is not what is tested
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="zhike-faults-") as folder:
        made = _make(Path(folder), operation)
        before, after, lasts = _without_kill(Path(folder), made, operation)
        states = {"before": 0, "after": 0}
        wrong: list[object] = []
        for number in range(times):
            place = Path(folder) / str(number)
            path = _copy(made, place)
            moment = chance.uniform(0, 1.5 * lasts)
            _kill(WORK[operation], path, moment)
            left = look(path)
            known = [
                name for name, state in (("before", before), ("after", after)) if left == state
            ]
            if known:
                states[known[0]] += 1
            else:
                wrong.append([number, round(moment, 4), left])
            shutil.rmtree(place)
    return {"operation": operation, "times": times, "lasts": lasts, **states, "wrong": wrong}


def _make(folder: Path, operation: str) -> Path:
    """Make the file victims get a copy of; for a migration, in the format of old."""
    path = folder / "made" / "w.zhike"
    path.parent.mkdir()
    create_demo(QUIET, path, customers=CUSTOMERS, today=TODAY)
    if operation.startswith("migrate_"):
        today, path = path, path.with_name("older.zhike")
        make_older(today, DEMO_PASSPHRASE, path, int(operation.removeprefix("migrate_")))
        today.unlink()
    lines = [f"O{n},2026-10-01,M{n % 50:05},净水器,1,{n + 1}.00" for n in range(ROWS)]
    head = "订单号,下单时间,会员号,商品名称,数量,实付金额"
    path.with_name("orders.csv").write_text("\n".join([head, *lines]), encoding="utf-8")
    if operation == "restore":
        path.with_name("backup").mkdir()
        with open_workspace(path, DEMO_PASSPHRASE) as workspace:
            back_up_now(QUIET, workspace, path.with_name("backup"))
    return path


def _copy(made: Path, place: Path) -> Path:
    shutil.copytree(made.parent, place)
    return place / made.name


def _without_kill(folder: Path, made: Path, operation: str) -> tuple[Left, Left, float]:
    """Return the two states that are allowed, and how many seconds the work takes."""
    before = look(_copy(made, folder / "before"))
    lasts = 0.0
    for number in range(3):
        path = _copy(made, folder / f"after-{number}")
        victim = _begun(WORK[operation], path)
        began = time.perf_counter()
        assert os.waitpid(victim, 0)[1] == 0, "the work itself must be done"
        lasts = max(lasts, time.perf_counter() - began)
    after = look(path)
    return before, after, lasts


def _begun(work: Callable[[Path], None], path: Path) -> int:
    """Start a process that does the work; return once it has begun."""
    reading, writing = os.pipe()
    victim = os.fork()
    if victim == 0:
        code = 1
        try:
            os.write(writing, b"!")
            work(path)
            code = 0
        finally:
            os._exit(code)
    os.read(reading, 1)
    os.close(reading)
    os.close(writing)
    return victim


def _kill(work: Callable[[Path], None], path: Path, moment: float) -> None:
    victim = _begun(work, path)
    time.sleep(moment)
    os.kill(victim, signal.SIGKILL)
    os.waitpid(victim, 0)


def killed(operation: str, times: int) -> dict[str, Any]:
    """Kill an operation in a process of its own, and return what was found."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.killing", operation, str(times)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    words = sys.argv[1:]
    print(json.dumps(kill_many(words[0], int(words[1]), int(words[2]) if words[2:] else 0)))
