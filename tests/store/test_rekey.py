"""Another passphrase: the file is wholly under the old or the new key, whatever happens."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from profiler_app.domain.errors import (
    WorkspaceInUse,
    WrongPassphraseOrDamaged,
)
from profiler_app.store import rekey as rekeying
from profiler_app.store.connect import new_key
from profiler_app.store.content import content_hash
from profiler_app.store.ledger import operation
from profiler_app.store.rekey import rekey
from profiler_app.store.workspace import Workspace, create_workspace, open_workspace

OLD, NEW = "right horse", "another battery"


def fill(workspace: Workspace) -> None:
    with operation(workspace, "edit", {}) as opened:
        opened.insert(
            "customer",
            ["number", "kind", "line", "name"],
            ((f"TEST-{i}", "person", "trade", f"林{i}") for i in range(2_000)),
        )


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "w.zhike"
    with create_workspace(path, OLD, prefix="TEST") as workspace:
        fill(workspace)
    yield path


def facts_under(path: Path, passphrase: str) -> str | None:
    """The hash of the facts, None where the passphrase does not open the file."""
    try:
        with open_workspace(path, passphrase, readonly=True) as opened:
            assert opened.connection.execute("PRAGMA cipher_integrity_check").fetchall() == []
            return content_hash(opened.connection)
    except WrongPassphraseOrDamaged:
        return None


def test_the_new_passphrase_opens_the_same_facts_and_the_old_one_does_not(file: Path) -> None:
    before = facts_under(file, OLD)
    salt = file.read_bytes()[:16]
    with open_workspace(file, OLD) as workspace:
        rekey(workspace, new_key(NEW))
    assert facts_under(file, NEW) == before
    assert facts_under(file, OLD) is None
    assert file.read_bytes()[:16] != salt
    assert [p.name for p in file.parent.iterdir() if "rekeyed" in p.name] == []


def test_the_open_workspace_goes_on_writing(file: Path) -> None:
    with open_workspace(file, OLD) as workspace:
        rekey(workspace, new_key(NEW))
        with workspace.writing():
            workspace.put_setting("after", 1)
    with open_workspace(file, NEW) as workspace:
        assert workspace.setting("after") == 1
        assert workspace.connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_while_somebody_reads_the_file_nothing_changes(file: Path) -> None:
    with open_workspace(file, OLD) as workspace, open_workspace(file, OLD, readonly=True) as other:
        other.setting("workspace")
        workspace.connection.execute("PRAGMA busy_timeout = 50")
        with pytest.raises(WorkspaceInUse):
            rekey(workspace, new_key(NEW))
        with workspace.writing():
            workspace.put_setting("after", 1)
    assert facts_under(file, OLD) is not None


def test_a_copy_that_fails_leaves_the_old_key(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object) -> None:
        raise OSError("disk")

    monkeypatch.setattr(rekeying, "_encrypt", broken)
    with open_workspace(file, OLD) as workspace, pytest.raises(OSError, match="disk"):
        rekey(workspace, new_key(NEW))
    assert facts_under(file, OLD) is not None
    assert [p.name for p in file.parent.iterdir() if "rekeyed" in p.name] == []


KILLED = """
import os, sys
from pathlib import Path
from profiler_app.store import rekey as rekeying
from profiler_app.store import workspace as workspaces
from profiler_app.store.connect import new_key

path, stage = Path(sys.argv[1]), sys.argv[2]
die = lambda *a, **k: os._exit(9)

def after(function):
    def run(*args, **named):
        function(*args, **named)
        die()
    return run

if stage == "copied":
    rekeying.back_up = after(rekeying.back_up)
elif stage == "encrypted":
    rekeying._encrypt = after(rekeying._encrypt)
elif stage == "before the rename":
    Path.replace = lambda self, to, real=Path.replace: (
        die() if self.name.endswith(".rekeyed") else real(self, to)
    )
elif stage == "after the rename":
    Path.replace = lambda self, to, real=Path.replace: (
        real(self, to), die() if self.name.endswith(".rekeyed") else None
    )
opened = workspaces.open_workspace(path, "right horse")
if stage.isdigit():
    import threading
    threading.Timer(int(stage) / 1000, die).start()
rekeying.rekey(opened, new_key("another battery"))
die()
"""


@pytest.mark.parametrize(
    "stage",
    ["copied", "encrypted", "before the rename", "after the rename", "5", "15", "30", "60", "120"],
)
def test_a_process_killed_at_any_moment_leaves_the_file_wholly_under_one_key(
    file: Path, stage: str
) -> None:
    before = facts_under(file, OLD)
    done = subprocess.run([sys.executable, "-c", KILLED, str(file), stage], check=False, timeout=60)
    assert done.returncode == 9
    found = [facts_under(file, OLD), facts_under(file, NEW)]
    assert sorted(found, key=str) == sorted([None, before], key=str)
    named = {"copied": OLD, "before the rename": OLD, "after the rename": NEW}.get(stage)
    assert named is None or facts_under(file, named) == before
    with open_workspace(file, OLD if found[0] else NEW):
        assert [p.name for p in file.parent.iterdir() if "rekeyed" in p.name] == []
