"""The record of an impact assessment has the workspace's own figures, and the history keeps it."""

from __future__ import annotations

from pathlib import Path

from profiler_app.jobs.history import history
from profiler_app.jobs.impact_assessment import assessment, assessment_sections, write_assessment
from profiler_app.jobs.revealing import note_shown
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import TODAY, Silent, create

QUIET = Silent()


def test_the_record_counts_what_is_held_and_looked_at(empty: Workspace) -> None:
    """PRV-06: a record is kept for sensitive data and profiling."""
    create(empty, mobile="+8616800000001", birth_date="2020-05-01")
    create(empty, name="周晓云")
    note_shown(QUIET, empty, 1, ["手机号"])
    made = assessment(empty, today=TODAY)
    assert (made.customers, made.minors, made.looks, made.erased) == (2, 1, 1, 0)
    assert made.sensitive == {"mobile": 1}
    told = [label for _title, lines in assessment_sections(made) for label, _text in lines]
    assert "手机号" in told and "结论、日期与签名" in told


def test_the_paper_is_written_and_its_figures_stay_in_the_history(
    empty: Workspace, tmp_path: Path
) -> None:
    """PRV-06: the form exists and is stored for good."""
    create(empty, mobile="+8616800000001")
    write_assessment(QUIET, empty, tmp_path / "a.pdf", today=TODAY)
    assert b"/Font" in (tmp_path / "a.pdf").read_bytes()
    kept = history(empty)[0]
    assert (kept.kind, kept.facts["customers"], kept.facts["day"]) == (
        "assessment",
        1,
        "2026-11-22",
    )
    assert "16800000001" not in str(kept.facts)
