"""Questionnaire exports: questions told from the answers, scales checked, profiles filled."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from profiler_app.domain.imports import ImportReport, ImportRequest
from profiler_app.domain.progress import Silent
from profiler_app.jobs.history import check, content_hash, undo_operation
from profiler_app.jobs.importing import import_file
from profiler_app.jobs.workspaces import Workspace, create_workspace
from tests.jobs.kind_files import CUSTOMERS

TODAY = date(2026, 11, 22)
HEAD = "提交答卷时间,会员号,您有多大可能推荐,总体满意度,1、服务态度,您喜欢的运动"
ANSWERS = f"""{HEAD},想买:价格低,想买:质量好,其他建议
2026-10-01 10:00,0001,9,5,非常满意,跑步┋游泳,1,0,送货再快一点
2026-10-02 11:00,0002,3,2,不满意,跑步,0,1,
2026-10-02 11:30,0009,8,4,满意,跑步┋游泳,1,1,还行
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with create_workspace(tmp_path / "w.zhike", "pass", prefix="TEST") as made:
        put(tmp_path, "customers.csv", CUSTOMERS)
        load(made, tmp_path / "customers.csv")
        yield made


def put(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def load(workspace: Workspace, path: Path, **more: object) -> ImportReport:
    request = ImportRequest(paths=(path,), **more)  # type: ignore[arg-type]
    return import_file(Silent(), workspace, request, today=TODAY)


def rows_of(workspace: Workspace, sql: str) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = workspace.connection.execute(sql).fetchall()
    return found


def test_answers_are_matched_to_customers(workspace: Workspace, tmp_path: Path) -> None:
    report = load(workspace, put(tmp_path, "回访_202610.csv", ANSWERS))
    assert report.mapped.target == "surveys"
    assert (report.created, report.rejected, report.rows) == (2, 1, 3)
    assert dict(report.unmatched) == {"0009": 1}
    assert rows_of(workspace, "SELECT code, kind FROM survey") == [("回访", "nps")]
    assert rows_of(workspace, "SELECT customer_id, source_row FROM survey_response") == [
        (1, 2),
        (2, 3),
    ]
    assert check(Silent(), workspace, today=TODAY) == []


def test_questions_are_told_from_their_answers(workspace: Workspace, tmp_path: Path) -> None:
    load(workspace, put(tmp_path, "回访.csv", ANSWERS))
    found = {
        str(code): (kind, field)
        for code, kind, field in rows_of(workspace, "SELECT code, kind, field FROM survey_question")
    }
    assert found == {
        "您有多大可能推荐": ("nps", "nps_last"),
        "总体满意度": ("scale", "csat_last"),
        "1、服务态度": ("scale", None),
        "您喜欢的运动": ("multi", None),
        "想买": ("multi", None),
        "其他建议": ("text", None),
    }
    answers = dict(
        rows_of(
            workspace,
            "SELECT q.code, a.value FROM survey_answer a JOIN survey_question q "
            "ON q.id = a.question_id WHERE a.customer_id = 1",
        )
    )
    assert answers["1、服务态度"] == "5"
    assert json.loads(str(answers["您喜欢的运动"])) == ["游泳", "跑步"]
    assert json.loads(str(answers["想买"])) == ["价格低"]


def test_the_same_answers_again_change_nothing_and_undo_leaves_none(
    workspace: Workspace, tmp_path: Path
) -> None:
    before = content_hash(workspace)
    path = put(tmp_path, "回访.csv", ANSWERS)
    first = load(workspace, path)
    after = content_hash(workspace)
    again = load(workspace, path)
    assert (again.created, again.updated, again.unchanged, again.rejected) == (0, 0, 2, 1)
    assert content_hash(workspace) == after
    undo_operation(Silent(), workspace, first.operation)
    assert content_hash(workspace) == before


def test_a_question_about_a_field_fills_the_profile(workspace: Workspace, tmp_path: Path) -> None:
    text = "会员号,填写时间,性别\n0001,2026-10-01,女\n"
    report = load(workspace, put(tmp_path, "s.csv", text))
    assert (report.mapped.target, report.created) == ("surveys", 1)
    assert rows_of(workspace, "SELECT gender FROM customer WHERE id = 1") == [("F",)]
    assert rows_of(workspace, "SELECT field FROM survey_question") == [("gender",)]
    assert [(c.field, c.after) for c in report.changes] == [("gender", "F")]


def test_scales_of_a_real_questionnaire(tmp_path: Path, shared: Path) -> None:
    """The published alphas, with the items found that are asked the other way round."""
    packed = shared / "data" / "survey" / "bfi.csv.gz"
    path = put(tmp_path, "bfi.csv", gzip.decompress(packed.read_bytes()).decode())
    with create_workspace(tmp_path / "b.zhike", "pass", prefix="TEST") as made:
        load(made, path, target="customers", mapping={"rownames": "member_no"})
        report = load(made, path, target="surveys", mapping={"rownames": "survey.customer"})
        assert (report.created, report.rejected) == (2_800, 0)
        notes = [note.facts for note in report.notes if note.code.startswith("scale")]
        assert {(facts["scale"], facts["alpha"]) for facts in notes} == {
            ("A", "0.70"),
            ("C", "0.73"),
            ("E", "0.76"),
            ("N", "0.81"),
            ("O", "0.60"),
        }
        turned = rows_of(
            made,
            "SELECT code FROM survey_question WHERE json_extract(options, '$.reversed') ORDER BY 1",
        )
        assert [code for (code,) in turned] == ["A1", "C4", "C5", "E1", "E2", "O2", "O5"]
