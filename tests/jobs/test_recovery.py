"""RELIABILITY.md promise 34: the recovery key opens the file, and is made void with its key."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from profiler_app.domain.errors import (
    NoRecoveryKey,
    WorkspaceInUse,
    WrongPassphrase,
    WrongPassphraseOrDamaged,
    WrongRecoveryKey,
)
from profiler_app.domain.recovery_keys import RecoveryKeyMistyped, groups_of, recovery_key
from profiler_app.jobs.history import content_hash
from profiler_app.jobs.rekeying import (
    change_passphrase,
    key_days,
    recover,
    show_recovery_key,
    write_recovery_sheet,
)
from profiler_app.jobs.workspaces import make_workspace, recover_workspace, unlock_workspace
from profiler_app.store import connect
from profiler_app.store.connect import Key
from profiler_app.store.workspace import Workspace, create_workspace, open_workspace
from tests.jobs.conftest import TODAY, Silent, create

pytestmark = pytest.mark.promise(34)

OLD, NEW = "雨后青石巷口卖花声", "another battery"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "w.zhike"
    with create_workspace(path, OLD, prefix="TEST") as workspace:
        create(workspace)
    return path


@pytest.fixture
def recovery(file: Path, progress: Silent) -> str:
    with open_workspace(file, OLD) as workspace:
        return show_recovery_key(progress, workspace, OLD, today=TODAY)


def first_version(path: Path) -> Path:
    """A file whose passphrase is stretched once, as the first version made them."""
    salt = bytes(range(16))
    with Workspace(path, Key(connect._stretched(OLD, salt), salt), readonly=False) as workspace:
        settings = {"name": "旧", "currency": "CNY", "language": "zh", "prefix": "TEST"}
        with workspace.writing():
            workspace.put_setting("workspace", settings)
        create(workspace)
    return path


def test_a_lost_passphrase_is_replaced_with_the_recovery_key(
    file: Path, recovery: str, progress: Silent
) -> None:
    with open_workspace(file, OLD) as workspace:
        facts = content_hash(workspace)
    done = recover_workspace(progress, None, file, recovery.lower(), NEW, today=TODAY)
    assert unlock_workspace(progress, None, file, NEW).key == done.key
    with open_workspace(file, NEW) as workspace:
        assert content_hash(workspace) == facts
        assert key_days(workspace).changed == key_days(workspace).shown == TODAY
    with pytest.raises(WrongPassphraseOrDamaged):
        open_workspace(file, OLD)


def test_it_is_shown_to_nobody_who_does_not_know_the_passphrase(
    file: Path, progress: Silent
) -> None:
    with open_workspace(file, OLD) as workspace:
        with pytest.raises(WrongPassphrase):
            show_recovery_key(progress, workspace, NEW, today=TODAY)
        assert key_days(workspace).shown is None


def test_it_is_the_same_each_time_and_for_each_way_to_type_the_passphrase(
    tmp_path: Path, progress: Silent
) -> None:
    with create_workspace(tmp_path / "w.zhike", "café tower", prefix="TEST") as workspace:
        spelt = [unicodedata.normalize(form, "café tower") for form in ("NFC", "NFD")]
        shown = {show_recovery_key(progress, workspace, each, today=TODAY) for each in spelt}
    assert len(shown) == 1


def test_the_key_of_a_new_workspace_comes_with_it(tmp_path: Path, progress: Silent) -> None:
    path = tmp_path / "w.zhike"
    made = make_workspace(progress, None, path, OLD, name="新", language="zh", today=TODAY)
    assert made.recovery not in repr(made)
    with open_workspace(path, OLD) as workspace:
        assert show_recovery_key(progress, workspace, OLD, today=TODAY) == made.recovery


def test_a_change_of_the_passphrase_makes_it_void_and_another_one(
    file: Path, recovery: str, progress: Silent
) -> None:
    with open_workspace(file, OLD) as workspace:
        done = change_passphrase(progress, workspace, OLD, NEW, today=TODAY)
    assert done.recovery != recovery
    with pytest.raises(WrongRecoveryKey):
        recover(progress, file, recovery, "third horse", today=TODAY)
    recover(progress, file, done.recovery, "third horse", today=TODAY)
    open_workspace(file, "third horse").close()


def test_it_is_revoked_under_the_same_passphrase(
    file: Path, recovery: str, progress: Silent
) -> None:
    with open_workspace(file, OLD) as workspace:
        done = change_passphrase(progress, workspace, OLD, OLD, today=TODAY)
        assert key_days(workspace).changed is None
    with pytest.raises(WrongRecoveryKey):
        recover(progress, file, recovery, NEW, today=TODAY)
    with open_workspace(file, OLD) as workspace:
        assert show_recovery_key(progress, workspace, OLD, today=TODAY) == done.recovery


def test_a_wrong_one_changes_nothing(file: Path, recovery: str, progress: Silent) -> None:
    before = file.read_bytes()
    with pytest.raises(RecoveryKeyMistyped):
        recover(progress, file, recovery[:-1], NEW, today=TODAY)
    with pytest.raises(WrongRecoveryKey):
        recover(progress, file, recovery_key(b"another workspace"), NEW, today=TODAY)
    assert file.read_bytes() == before


def test_while_somebody_writes_it_is_not_replaced(
    file: Path, recovery: str, progress: Silent
) -> None:
    with open_workspace(file, OLD), pytest.raises(WorkspaceInUse):
        recover(progress, file, recovery, NEW, today=TODAY)
    open_workspace(file, OLD).close()


def test_a_file_of_the_first_version_opens_and_gets_one_when_it_is_asked_for(
    tmp_path: Path, progress: Silent
) -> None:
    path = first_version(tmp_path / "w.zhike")
    with open_workspace(path, OLD) as workspace:
        facts = content_hash(workspace)
        with pytest.raises(NoRecoveryKey):
            show_recovery_key(progress, workspace, OLD, today=TODAY)
        done = change_passphrase(progress, workspace, OLD, OLD, today=TODAY)
    recover(progress, path, done.recovery, NEW, today=TODAY)
    with open_workspace(path, NEW) as workspace:
        assert content_hash(workspace) == facts


def test_any_tool_for_sqlcipher_opens_the_file_with_it(file: Path, recovery: str) -> None:
    connection = dbapi2.connect(str(file))
    connection.execute(f"PRAGMA key = '{recovery}'")
    assert connection.execute("SELECT count(*) FROM customer").fetchone() == (1,)
    connection.close()


def test_the_sheet_to_print_has_the_groups_and_what_they_are_for(
    tmp_path: Path, recovery: str, qapp: object
) -> None:
    from pypdf import PdfReader

    write_recovery_sheet(recovery, "江南 <b>", tmp_path / "key.pdf", today=TODAY)
    (page,) = PdfReader(tmp_path / "key.pdf").pages
    text = "".join(page.extract_text().split())
    assert all(group in text for group in groups_of(recovery))
    assert "江南<b>" in text
