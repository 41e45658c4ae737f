"""A workspace opens for its owner, and every other case is one clear sentence."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from profiler_app.domain.errors import (
    DiskFull,
    NewerWorkspace,
    NotAWorkspace,
    ReadOnlyPlace,
    UserProblem,
    WorkspaceExists,
    WorkspaceMissing,
    WrongPassphraseOrDamaged,
)
from profiler_app.domain.text import in_language
from profiler_app.store import connect, migrations
from profiler_app.store.content import content_hash
from profiler_app.store.ledger import operation
from profiler_app.store.workspace import Workspace, create_workspace, open_workspace

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "w.zhike"
    with (
        create_workspace(path, "right horse", prefix="TEST") as made,
        operation(made, "create") as opened,
    ):
        opened.insert(
            "customer",
            ["number", "kind", "line", "name", "mobile"],
            [(f"TEST-{i}", "person", "trade", f"秘密客户{i}", f"+86168{i:08}") for i in range(500)],
        )
    return path


def test_the_file_holds_nothing_readable(file: Path) -> None:
    """PRV-04"""
    data = file.read_bytes()
    for text in ("秘密客户", "+86168", "CREATE TABLE", "SQLite format"):
        assert text.encode() not in data


@pytest.mark.promise(2)
def test_the_safe_settings_are_on(file: Path) -> None:
    with open_workspace(file, "right horse") as opened:
        pragmas = {
            name: opened.connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
    }


@pytest.mark.parametrize("passphrase", ["", "wrong", "Right horse", "right horse ", "ｒight horse"])
def test_a_wrong_passphrase_changes_no_byte(file: Path, passphrase: str) -> None:
    before = file.read_bytes()
    for readonly in (True, False):
        with pytest.raises(WrongPassphraseOrDamaged):
            open_workspace(file, passphrase, readonly=readonly)
    assert file.read_bytes() == before


@pytest.mark.promise(8)
def test_a_passphrase_may_be_anything_typed_in_either_unicode_form(tmp_path: Path) -> None:
    composed, decomposed = "caf\u00e9'; -- 口令🙂", "cafe\u0301'; -- 口令🙂"
    with create_workspace(tmp_path / "w.zhike", composed):
        pass
    with open_workspace(tmp_path / "w.zhike", decomposed) as opened:
        assert opened.settings.currency == "CNY"


@pytest.mark.parametrize("size", [0, 1, 15, 512, 4096, 5000])
def test_a_cut_off_file_is_refused_and_not_touched(file: Path, size: int) -> None:
    file.write_bytes(file.read_bytes()[:size])
    before = file.read_bytes()
    with pytest.raises(UserProblem) as caught:
        open_workspace(file, "right horse").close()
    assert isinstance(caught.value, WrongPassphraseOrDamaged | NotAWorkspace)
    assert file.read_bytes() == before


def test_a_damaged_header_is_refused(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[20] ^= 0xFF
    file.write_bytes(data)
    with pytest.raises(WrongPassphraseOrDamaged):
        open_workspace(file, "right horse")
    assert file.read_bytes() == bytes(data)


def test_other_files_are_not_workspaces(tmp_path: Path) -> None:
    for name, data in (
        ("a.zhike", b"PK\x03\x04" + b"x" * 90),
        ("b.zhike", b"SQLite format 3\0" * 9),
    ):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(NotAWorkspace):
            open_workspace(tmp_path / name, "x")
    with pytest.raises(WorkspaceMissing):
        open_workspace(tmp_path / "none.zhike", "x")
    assert not (tmp_path / "none.zhike").exists()


def test_an_encrypted_file_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = connect.connect(path, connect.new_key("x"))
    connection.execute("CREATE TABLE theirs(x)")
    connection.close()
    with pytest.raises(NotAWorkspace):
        open_workspace(path, "x")


@pytest.mark.promise(20)
def test_a_newer_format_is_refused_politely(file: Path) -> None:
    with open_workspace(file, "right horse") as opened:
        opened.connection.execute("PRAGMA user_version = 99")
    with pytest.raises(NewerWorkspace, match="99"):
        open_workspace(file, "right horse")


def test_an_existing_file_is_never_overwritten(file: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(WorkspaceExists):
        create_workspace(file, "x")
    assert file.read_bytes() == before


@pytest.mark.promise(20)
def test_an_older_format_is_backed_up_and_brought_up_to_date(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def add_colour(database: object) -> None:
        database["segment"].add_column("colour", str)  # type: ignore[index]

    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, add_colour))
    with open_workspace(file, "right horse") as opened:
        assert opened.connection.execute("SELECT colour FROM segment").fetchall() == []
        after = content_hash(opened.connection)
    monkeypatch.undo()
    backup = file.with_name(f"w.before-format-{len(migrations.STEPS) + 1}.zhike")
    with open_workspace(backup, "right horse", readonly=True) as old:
        assert content_hash(old.connection) == after


@pytest.mark.promise(20)
def test_a_migration_that_fails_changes_nothing(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(database: object) -> None:
        database.execute("CREATE TABLE half(x)")  # type: ignore[attr-defined]
        raise RuntimeError

    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, half))
    with pytest.raises(RuntimeError):
        open_workspace(file, "right horse")
    monkeypatch.undo()
    with open_workspace(file, "right horse") as opened:
        tables = opened.connection.execute("SELECT name FROM sqlite_master").fetchall()
    assert ("half",) not in tables


def test_every_problem_is_a_sentence_in_both_languages() -> None:
    facts = {"file": "x", "found": 9, "known": 1, "holder": "pc · 5", "command": "profiler new x"}
    for problem in (
        DiskFull, NewerWorkspace, NotAWorkspace, ReadOnlyPlace, WorkspaceExists, WorkspaceMissing,
        WrongPassphraseOrDamaged,
    ):  # fmt: skip
        with in_language("en"):
            english = problem(**facts).sentence()
        chinese = problem(**facts).sentence()
        assert english != chinese and english.endswith((".", "x")) and "{" not in chinese


def without_the_rights_of_root(script: str, folder: Path) -> list[str]:
    """Run a script as somebody who may write nowhere, and return the words it printed."""
    prefix = (  # imports come first: Python itself may live where only root may read
        "import os, traceback\n"
        "from pathlib import Path\n"
        "from profiler_app.domain.text import _\n"
        "from profiler_app.store.workspace import open_workspace\n"
        "_('Undo')\n"
        "if os.getuid() == 0:\n    os.setgid(65534)\n    os.setuid(65534)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", prefix + script],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    return (done.stdout + done.stderr).split()


@pytest.mark.skipif(os.name == "nt", reason="permissions work differently on Windows")
@pytest.mark.promise(4)
def test_a_read_only_folder_is_said_and_the_file_can_be_read(tmp_path: Path) -> None:
    place = tmp_path / "usb"
    place.mkdir()
    with create_workspace(place / "w.zhike", "x"):
        pass
    for part in (tmp_path, *tmp_path.parents):
        if part == Path(tempfile.gettempdir()):
            break
        part.chmod(0o755)
    for path in place.iterdir():
        path.chmod(0o444)
    place.chmod(0o555)
    script = (
        "with open_workspace(Path('w.zhike'), 'x', readonly=True) as opened:\n"
        "    print(opened.settings.currency)\n"
        "try:\n"
        "    open_workspace(Path('w.zhike'), 'x')\n"
        "except Exception as error:\n"
        "    print(error.code)\n"
    )
    try:
        assert without_the_rights_of_root(script, place) == ["CNY", "read_only"]
    finally:
        place.chmod(0o755)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of three megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no right to mount a small disk here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_saves_nothing_and_damages_nothing(small_disk: Path) -> None:
    path = small_disk / "w.zhike"
    columns = ["number", "kind", "line", "name"]

    def rows(start: int, count: int) -> list[tuple[str, ...]]:
        return [(f"N{start + i}", "person", "trade", "x" * 300) for i in range(count)]

    with create_workspace(path, "x") as made:
        with operation(made, "create") as opened:
            opened.insert("customer", columns, rows(0, 300))
        before = content_hash(made.connection)
        with pytest.raises(DiskFull), operation(made, "create") as opened:
            opened.insert("customer", columns, rows(300, 20_000))
        assert content_hash(made.connection) == before
        assert made.connection.execute("PRAGMA quick_check").fetchone()[0] == "ok"


def test_references_are_looked_up_again_after_a_block_that_knows_them(workspace: Workspace) -> None:
    def is_on() -> int:
        found: tuple[int] = workspace.connection.execute("PRAGMA foreign_keys").fetchone()
        return found[0]

    with workspace.writing(references_hold=True):
        assert not is_on()
    assert is_on()
    with pytest.raises(RuntimeError), workspace.writing(references_hold=True):
        raise RuntimeError
    assert is_on()
