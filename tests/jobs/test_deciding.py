"""Values of several sources: which one stands, and where the others are kept."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from profiler_app.domain.imports import ImportReport, ImportRequest
from profiler_app.jobs import editing, sources
from profiler_app.jobs.history import content_hash
from profiler_app.jobs.importing import import_file
from profiler_app.store import provenance
from profiler_app.store.undo import undo
from profiler_app.store.workspace import Workspace, create_workspace
from tests.jobs.conftest import TODAY, Silent

HEAD = "会员号,姓名,出生日期,产品偏好\n"
Import = Callable[..., ImportReport]


@pytest.fixture
def workspace(tmp_path: Path) -> Any:
    clock = itertools.count(int(datetime(2026, 11, 22, 4, tzinfo=UTC).timestamp()), 60)
    with create_workspace(
        tmp_path / "own.zhike",
        "right horse",
        prefix="TEST",
        clock=lambda: datetime.fromtimestamp(next(clock), UTC),
    ) as made:
        yield made


@pytest.fixture
def bring(workspace: Workspace, tmp_path: Path) -> Import:
    def run(
        name: str, row: str, *, day: date | None = None, into: Workspace = workspace, **asked: Any
    ) -> ImportReport:
        path = tmp_path / name
        path.write_text(HEAD + row + "\n", encoding="utf-8")
        at = datetime(2026, 11, 1, tzinfo=UTC).timestamp()
        os.utime(path, (at, at))
        request = ImportRequest((path,), data_date=day, **asked)
        return import_file(Silent(), into, request, today=TODAY)

    return run


def shown(workspace: Workspace, field: str = "birth_date") -> Any:
    return editing.stored_values(workspace, 1).get(field)


def beside(workspace: Workspace, field: str = "birth_date") -> set[tuple[str, str]]:
    found = provenance.claims(workspace.connection, [1]).get((1, field), [])
    return {(claim.source, claim.value) for claim in found}


def test_two_sources_give_two_birthdays_and_both_are_known(
    workspace: Workspace, bring: Import
) -> None:
    """CLN-04: one is shown, the other is kept beside it with its source."""
    bring("crm.csv", "1,林婉清,1990-03-08,")
    bring("shop.csv", "1,林婉清,1990-03-09,")
    assert shown(workspace) == "1990-03-09"
    assert beside(workspace) == {("file:crm", "1990-03-08")}


def test_a_choice_between_sources_sticks_after_a_reimport(
    workspace: Workspace, bring: Import
) -> None:
    """CLN-04: the user's override is not overwritten by the file it was made against."""
    bring("crm.csv", "1,林婉清,1990-03-08,")
    bring("shop.csv", "1,林婉清,1990-03-09,")
    sources.choose_value(Silent(), workspace, 1, "birth_date", "1990-03-08", today=TODAY)
    report = bring("shop.csv", "1,林婉清,1990-03-09,", day=date(2026, 11, 22))
    assert (report.updated, report.changes[0].rule) == (0, "chosen")
    assert shown(workspace) == "1990-03-08"
    assert ("file:shop", "1990-03-09") in beside(workspace)


A = ("crm_2026-09.csv", "1,林婉清,1990-03-08,摄影")
B = ("shop_2026-10.csv", "1,林婉清,1990-03-09,园艺")


def test_the_sources_of_a_field_are_listed(workspace: Workspace, bring: Import) -> None:
    """CLN-04: every value with its source and day, the one that stands first."""
    bring(*A)
    bring(*B)
    listed = sources.sourced_values(workspace, 1, "birth_date")
    assert [(each.value, each.source, each.stands) for each in listed] == [
        ("1990-03-09", "shop", True),
        ("1990-03-08", "crm", False),
    ]


def test_the_order_of_files_does_not_matter(tmp_path: Path, bring: Import) -> None:
    """CLN-06: A,B and B,A and A,A,B say the same in the end."""
    hashes = set()
    for place, files in enumerate(((A, B), (B, A), (A, A, B), (A, B, A))):
        with create_workspace(tmp_path / f"{place}.zhike", "right horse", prefix="TEST") as each:
            for name, row in files:
                bring(name, row, into=each)
            assert (shown(each), shown(each, "product_pref")) == ("1990-03-09", ["园艺"])
            hashes.add(content_hash(each))
    assert len(hashes) == 1


def test_next_months_export_replaces_what_the_same_source_told(
    workspace: Workspace, bring: Import
) -> None:
    bring("crm_2026-09.csv", "1,林婉清,1990-03-08,摄影")
    bring("crm_2026-10.csv", "1,林婉清,1990-03-09,园艺")
    assert beside(workspace) == beside(workspace, "product_pref") == set()


def test_what_was_edited_later_than_the_file_is_kept(workspace: Workspace, bring: Import) -> None:
    bring("crm.csv", "1,林婉清,1990-03-08,")
    editing.edit_customer(Silent(), workspace, 1, {"birth_date": "1990-03-10"}, today=TODAY)
    report = bring("crm.csv", "1,林婉清,1990-03-08,")
    change = report.changes[0]
    assert (report.updated, report.unchanged) == (0, 1)
    assert (change.writes, change.rule, change.source) == (False, "by_hand", "by_hand")
    assert shown(workspace) == "1990-03-10"
    assert [note.code for note in report.notes if note.code == "kept"] == ["kept"]


def test_a_ticked_change_is_written_though_the_rule_would_keep(
    workspace: Workspace, bring: Import
) -> None:
    bring("crm.csv", "1,林婉清,1990-03-08,")
    editing.edit_customer(Silent(), workspace, 1, {"birth_date": "1990-03-10"}, today=TODAY)
    report = bring("crm.csv", "1,林婉清,1990-03-08,", choices={(1, "birth_date"): True})
    assert (report.updated, shown(workspace)) == (1, "1990-03-08")


def test_an_unticked_change_is_not_written(workspace: Workspace, bring: Import) -> None:
    bring("crm.csv", "1,林婉清,1990-03-08,摄影")
    report = bring("crm.csv", "1,林婉,1990-03-09,园艺", choices={(1, "birth_date"): False})
    assert (report.updated, shown(workspace)) == (1, "1990-03-08")
    assert (shown(workspace, "name"), shown(workspace, "product_pref")) == ("林婉", ["园艺"])


def test_a_row_of_which_nothing_is_ticked_is_unchanged(workspace: Workspace, bring: Import) -> None:
    bring("crm.csv", "1,林婉清,1990-03-08,摄影")
    choices = {(1, "birth_date"): False, (1, "product_pref"): False}
    report = bring("crm.csv", "1,林婉清,1990-03-09,园艺", choices=choices)
    assert (report.rows, report.updated, report.unchanged) == (1, 0, 1)
    assert shown(workspace, "product_pref") == ["摄影"]


def test_only_filling_leaves_known_values(workspace: Workspace, bring: Import) -> None:
    bring("crm.csv", "1,林婉清,,摄影")
    report = bring("crm.csv", "1,林婉清,1990-03-09,园艺", policies={"*": "fill"})
    rules = {change.field: change.rule for change in report.changes}
    assert rules == {"birth_date": "filled", "product_pref": "only_fill"}
    assert (shown(workspace), shown(workspace, "product_pref")) == ("1990-03-09", ["摄影"])


def test_the_same_file_again_changes_nothing(workspace: Workspace, bring: Import) -> None:
    for name, row in (A, B):
        bring(name, row)
    before = content_hash(workspace)
    for name, row in (A, B):
        assert bring(name, row).updated == 0
    assert content_hash(workspace) == before


def test_an_undo_takes_back_what_was_kept_beside(workspace: Workspace, bring: Import) -> None:
    bring(*A)
    before = content_hash(workspace)
    bring(*B)
    undo(workspace)
    assert content_hash(workspace) == before
    assert beside(workspace) == set()


def test_what_an_undone_import_told_is_not_newer(workspace: Workspace, bring: Import) -> None:
    bring(*A)
    bring(*B)
    undo(workspace)
    report = bring("fair.csv", "1,林婉清,1991-01-01,", day=date(2026, 10, 15))
    assert report.changes[0].source == "file:crm"
    assert shown(workspace) == "1991-01-01"


def test_changes_beyond_those_listed_are_counted_by_field(
    workspace: Workspace, bring: Import
) -> None:
    rows = "1,林婉清,1990-03-08,\n2,王琳,1990-03-08,摄影\n3,赵林,1990-03-08,"
    bring("crm.csv", rows)
    report = bring("crm.csv", rows.replace("-08", "-09").replace("摄影", "园艺"), shown=1)
    assert len(report.changes) == 1
    assert report.unlisted == {("birth_date", "product_pref"): 1, ("birth_date",): 1}
