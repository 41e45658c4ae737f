"""The check of a workspace: every kind of damage is found, and what helps against it helps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from profiler_app.domain.errors import OperationProblem
from profiler_app.jobs import backing_up, doctor, restoring
from profiler_app.jobs.auditing import audit
from profiler_app.jobs.demo import DEMO_PASSPHRASE, create_demo
from profiler_app.jobs.editing import edit_customer
from profiler_app.jobs.history import content_hash, history, undo_operation
from profiler_app.store.workspace import Workspace, open_workspace
from tests.jobs.conftest import TODAY, Silent

Codes = Callable[[], dict[str, doctor.Finding]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("doctor") / "w.zhike"
    create_demo(Silent(), path, customers=80, today=TODAY)
    return path.read_bytes()


@pytest.fixture
def workspace(made: bytes, tmp_path: Path) -> Iterator[Workspace]:
    path = tmp_path / "w.zhike"
    path.write_bytes(made)
    with open_workspace(path, DEMO_PASSPHRASE) as opened:
        yield opened


@pytest.fixture
def codes(workspace: Workspace, progress: Silent) -> Codes:
    """What is found but for the copies, by code."""

    def find() -> dict[str, doctor.Finding]:
        found = doctor.examine(progress, workspace, today=TODAY)
        return {each.code: each for each in found if each.remedy not in ("back_up", "rehearse")}

    return find


def behind_its_back(workspace: Workspace, *statements: str) -> None:
    """Change rows as another program would that drops the triggers of the ledger."""
    connection = workspace.connection
    connection.execute("PRAGMA foreign_keys = OFF")
    triggers = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall()
    for name, _sql in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    for _name, sql in triggers:
        connection.execute(sql)
    connection.execute("PRAGMA foreign_keys = ON")


def test_a_sound_workspace_lacks_only_a_copy(workspace: Workspace, progress: Silent) -> None:
    (found,) = doctor.examine(progress, workspace, today=TODAY)
    assert (found.code, found.remedy) == ("no_backup", "back_up")
    assert doctor.last_examined(workspace) == doctor.Examined("2026-11-22", 1)


def test_a_copy_must_be_there_and_be_rehearsed(
    workspace: Workspace, progress: Silent, tmp_path: Path
) -> None:
    made = backing_up.back_up_now(progress, workspace, tmp_path)
    (found,) = doctor.findings(progress, workspace, today=TODAY)
    assert found.remedy == "rehearse"
    assert doctor.copies_at_fault(workspace, today=TODAY) is None  # the first rehearsal comes soon
    restoring.rehearse(progress, workspace, today=TODAY)
    assert doctor.findings(progress, workspace, today=TODAY) == ()
    overdue = doctor.copies_at_fault(workspace, today=TODAY + timedelta(days=40))
    assert overdue is not None and overdue.code == "backup_old"
    Path(made.file).unlink()
    (found,) = doctor.findings(progress, workspace, today=TODAY)
    assert found.code == "backup_gone"


def test_rows_without_what_they_refer_to_are_mended_for_good(
    workspace: Workspace, progress: Silent, codes: Codes
) -> None:
    number = workspace.connection.execute(
        "SELECT customer_id FROM consent GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
    ).fetchone()[0]
    behind_its_back(workspace, f"DELETE FROM customer WHERE id = {number}")
    assert codes()["reference"].remedy == "mend"
    assert doctor.mend(progress, workspace) > 0
    assert "reference" not in codes()
    assert history(workspace)[0].kind == "mend"
    with pytest.raises(OperationProblem):
        undo_operation(progress, workspace, history(workspace)[0].operation)


def test_sales_of_a_lost_customer_stay_as_sales_of_nobody(
    workspace: Workspace, progress: Silent
) -> None:
    def lines() -> int:
        found = workspace.connection.execute("SELECT count(*) FROM order_line").fetchone()
        return int(found[0])

    before = lines()
    behind_its_back(workspace, "DELETE FROM customer WHERE id IN (SELECT customer_id "
                    "FROM order_line LIMIT 1)")  # fmt: skip
    doctor.mend(progress, workspace)
    assert lines() == before


def test_what_merged_customers_still_own_goes_to_the_survivor(
    workspace: Workspace, progress: Silent, codes: Codes
) -> None:
    owner = workspace.connection.execute("SELECT customer_id FROM consent LIMIT 1").fetchone()[0]
    other = 1 if owner != 1 else 2
    behind_its_back(workspace, f"UPDATE customer SET merged_into = {other} WHERE id = {owner}")
    assert codes()["merged"].remedy == "mend"
    doctor.mend(progress, workspace)
    assert "merged" not in codes()
    counts = "SELECT count(*) FROM consent WHERE customer_id = ?"
    assert workspace.connection.execute(counts, (owner,)).fetchone() == (0,)
    assert workspace.connection.execute(counts, (other,)).fetchone()[0] > 0


def test_a_taken_number_is_stepped_over(
    workspace: Workspace, progress: Silent, codes: Codes
) -> None:
    workspace.connection.execute("UPDATE sequence SET next_id = 3 WHERE table_name = 'consent'")
    assert codes()["sequence"].remedy == "mend"
    doctor.mend(progress, workspace)
    assert codes() == {}


def test_rows_changed_outside_are_accepted_only_with_a_line_in_the_history(
    workspace: Workspace, progress: Silent, codes: Codes
) -> None:
    """AUT-01: the change is reported, and its acceptance stays visible."""
    behind_its_back(workspace, "UPDATE customer SET address = '望海路' WHERE id = 7")
    found = codes()["content"]
    assert found.remedy == "accept"
    assert doctor.accept(progress, workspace) == 1
    assert codes() == {}
    assert history(workspace)[0].kind == "accept"
    behind_its_back(workspace, "UPDATE customer SET address = '别处' WHERE id = 7")
    assert "content" in codes()
    assert doctor.accept(progress, workspace) >= 1
    assert audit(progress, workspace, today=TODAY).findings == ()


def test_nothing_is_accepted_where_nothing_was_changed(
    workspace: Workspace, progress: Silent
) -> None:
    before = history(workspace)
    assert doctor.accept(progress, workspace) == 0
    assert history(workspace) == before


def test_what_was_done_before_can_still_be_undone_after_rows_were_accepted(
    workspace: Workspace, progress: Silent
) -> None:
    behind_its_back(workspace, "UPDATE customer SET address = '望海路' WHERE id = 7")
    edit_customer(progress, workspace, 8, {"address": "北山路"}, today=TODAY)
    before = content_hash(workspace)
    edit_customer(progress, workspace, 8, {"address": "南山路"}, today=TODAY)
    doctor.accept(progress, workspace)
    undo_operation(progress, workspace)
    assert content_hash(workspace) == before


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        ("UPDATE operation SET at = '2020-01-01T00:00:00Z' WHERE id = 1", "chain"),
        ("UPDATE change SET before = '{}' WHERE id = (SELECT max(id) FROM change)", "image"),
    ],
)
def test_a_history_that_was_rewritten_is_compared_with_the_last_copy(
    workspace: Workspace, progress: Silent, codes: Codes, tmp_path: Path, damage: str, code: str
) -> None:
    edit_customer(progress, workspace, 8, {"address": "北山路"}, today=TODAY)
    backing_up.back_up_now(progress, workspace, tmp_path)
    edit_customer(progress, workspace, 8, {"address": "南山路"}, today=TODAY)
    behind_its_back(workspace, damage)
    assert codes()[code].remedy == "compare"
    told = doctor.compare(progress, workspace, by="陈", today=TODAY)
    assert (told.into, told.behind) == (None, 1)


def test_lines_that_do_not_add_up_name_their_customers(workspace: Workspace, codes: Codes) -> None:
    line, owner = workspace.connection.execute(
        "SELECT id, customer_id FROM order_line WHERE gross NOT NULL AND kind = 'sale' LIMIT 1"
    ).fetchone()
    behind_its_back(workspace, f"UPDATE order_line SET gross = net + 500000 WHERE id = {line}")
    found = codes()["net"]
    assert (found.remedy, found.customers) == ("show", (owner,))


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE tag_bits SET holding = holding + 1 WHERE is_difference = 0",
        "UPDATE run SET customers = customers + 1",
        "DELETE FROM order_block WHERE rowid IN (SELECT min(rowid) FROM order_block GROUP BY name)",
    ],
)
def test_what_was_computed_is_counted_again_and_computed_anew(
    workspace: Workspace, progress: Silent, codes: Codes, damage: str
) -> None:
    workspace.connection.execute(damage)
    assert codes()["statistics"].remedy == "compute"
    assert doctor.compute_anew(progress, workspace, today=TODAY) == 80
    assert codes() == {}
