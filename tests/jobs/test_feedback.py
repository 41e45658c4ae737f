"""Feedback as figures and lists; what was judged is kept; the table for product teams."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from profiler_app.domain.errors import OperationProblem
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.complaints import close_complaint
from profiler_app.jobs.feedback.judging import (
    Judged,
    answer_idea,
    judge_feedback,
    judged_run,
    label_feedback,
)
from profiler_app.jobs.feedback.product_table import (
    LEAST_PEOPLE,
    POOLED,
    export_product_table,
    product_table,
)
from profiler_app.jobs.feedback.viewing import feedback_view, months_until
from profiler_app.jobs.history import undo_operation
from profiler_app.store import model_runs
from profiler_app.store.ledger import operation
from profiler_app.store.workspace import Workspace, create_workspace
from tests.jobs.conftest import TODAY, Silent, create

YESTERDAY = (TODAY - timedelta(days=1)).toordinal() - date(1970, 1, 1).toordinal()


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Thirty customers: 24 speak of the kettle (12 twice the same month), 3 of the lamp."""
    path = tmp_path_factory.mktemp("feedback") / "crowd.zhike"
    with create_workspace(path, "right horse", prefix="TEST") as made:
        people = [create(made, name=f"客户{n:02d}") for n in range(30)]
        with operation(made, "product", {"name": "x"}) as opened:
            kettle = opened.insert_one("product", {"name": "水壶", "line": "trade"})
            lamp = opened.insert_one("product", {"name": "台灯", "line": "trade"})
        with operation(made, "feedback", {"number": "TEST"}) as opened:
            for at, who in enumerate(people[:24]):
                text, rating = ("水壶质量很差", 1) if at % 2 else ("水壶质量很好，很满意", 5)
                cells = {"customer_id": who, "day": YESTERDAY, "product_id": kettle}
                more = {"kind": "review", "rating": rating, "text": text, "status": "closed"}
                opened.insert_one("feedback", {**cells, **more})
            for who in people[24:27]:
                cells = {"customer_id": who, "day": YESTERDAY, "product_id": lamp}
                more = {"kind": "suggestion", "text": "台灯价格太贵", "status": "open"}
                opened.insert_one("feedback", {**cells, **more})
            complaint = {"customer_id": people[27], "day": YESTERDAY - 400, "kind": "complaint"}
            more = {"text": "退款没有到账", "status": "open", "due_on": "2026-01-01"}
            opened.insert_one("feedback", {**complaint, **more})
        yield made


def _feedback(workspace: Workspace, kind: str) -> int:
    sql = "SELECT id FROM feedback WHERE kind = ? ORDER BY id"
    return int(workspace.connection.execute(sql, (kind,)).fetchone()[0])


def test_what_was_judged_is_kept_with_its_run(crowd: Workspace) -> None:
    """FBK-01: sentiment is stored; a run says when, of how many texts, and how well."""
    report = judge_feedback(Silent(), crowd, today=TODAY)
    run = judged_run(crowd)
    assert (run.as_of, run.texts, run.stale) == (TODAY.isoformat(), 28, False)
    assert run.report is not None and run.report.refusal == report.refusal
    assert report.refusal and report.method == "lexicon"


def test_a_judged_text_tells_its_mood_and_topics(crowd: Workspace) -> None:
    import numpy as np

    judge_feedback(Silent(), crowd, today=TODAY)
    view = feedback_view(crowd, ColumnSource(crowd), today=TODAY)
    moods = {each.text: each.mood for each in view.texts}
    assert moods["水壶质量很差"] == "negative" and moods["水壶质量很好，很满意"] == "positive"
    assert Judged(crowd).topics(np.array([_feedback(crowd, "review")])) == [("quality",)]


def test_judging_texts_is_no_reason_to_compute_customers_again(crowd: Workspace) -> None:
    before = model_runs.mark(crowd.connection)
    judge_feedback(Silent(), crowd, today=TODAY)
    assert model_runs.mark(crowd.connection) == before
    assert "feedback.mood" not in model_runs.read_foretold(crowd.connection, on=TODAY.isoformat())


def test_open_complaints_come_whenever_they_were_made_the_overdue_first(crowd: Workspace) -> None:
    view = feedback_view(crowd, ColumnSource(crowd), today=TODAY)
    assert [(each.text, each.overdue) for each in view.complaints] == [("退款没有到账", True)]
    assert view.open_complaints == 1


def test_figures_look_at_twelve_months_today_the_last() -> None:
    months = months_until(date(2026, 2, 3))
    assert (len(months), months[0], months[-1]) == (12, "2025-03", "2026-02")


def test_a_filter_leaves_only_what_its_customers_said(crowd: Workspace) -> None:
    """FBK-02: which segment gets which feedback."""
    source = ColumnSource(crowd)
    view = feedback_view(crowd, source, where="name == '客户01'", today=TODAY)
    assert [each.text for each in view.texts] == ["水壶质量很差"]


def test_products_are_counted_by_topic_and_month(crowd: Workspace) -> None:
    """FBK-02: the table topic x product x month."""
    judge_feedback(Silent(), crowd, today=TODAY)
    view = feedback_view(crowd, ColumnSource(crowd), today=TODAY)
    line = next(each for each in view.products if each.product == "水壶")
    assert (line.topic, line.texts, line.customers, line.negative) == ("quality", 24, 24, 0.5)
    assert line.months[-1] == 24 and sum(line.months) == 24


def test_no_row_of_the_product_table_is_about_fewer_than_ten(crowd: Workspace) -> None:
    """FBK-02: no group under ten; what is too small even when put together is left out."""
    judge_feedback(Silent(), crowd, today=TODAY)
    table = product_table(crowd, ColumnSource(crowd), today=TODAY)
    assert [(row.product, row.customers) for row in table.rows] == [("水壶", 24)]
    assert table.left_out == 3
    assert all(row.customers >= LEAST_PEOPLE for row in table.rows)


def test_small_rows_of_the_sample_are_put_together(demo: Workspace) -> None:
    """FBK-02: pooled rows reach ten customers, and no text of a row is lost on the way."""
    table = product_table(demo, ColumnSource(demo), today=TODAY)
    assert table.rows and all(row.customers >= LEAST_PEOPLE for row in table.rows)
    assert POOLED in {row.month for row in table.rows}
    view = feedback_view(demo, ColumnSource(demo), today=TODAY)
    assert sum(row.texts for row in table.rows) + table.left_out == view.all_texts


def test_the_exported_table_names_no_customer(demo: Workspace, tmp_path: Path) -> None:
    """FBK-02: no personal field leaves the program."""
    path = tmp_path / "products.csv"
    export_product_table(Silent(), demo, path, today=TODAY)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.reader(file) if len(row) == 7]
    assert len(rows) > 1
    sql = "SELECT name, number, mobile FROM customer"
    secrets = {cell for row in demo.connection.execute(sql) for cell in row if cell}
    assert not secrets & {cell for row in rows for cell in row}
    texts = {row[0] for row in demo.connection.execute("SELECT text FROM feedback")}
    assert not texts & {cell for row in rows for cell in row}


def test_ideas_are_counted_by_product_and_answered(crowd: Workspace) -> None:
    """FBK-03: a suggestion has a status and an answer date, and counts for its product."""
    idea = _feedback(crowd, "suggestion")
    done = answer_idea(Silent(), crowd, idea, "下一批降价", today=TODAY)
    view = feedback_view(crowd, ColumnSource(crowd), today=TODAY)
    line = next(each for each in view.ideas if each.product == "台灯")
    assert (line.ideas, line.customers, line.answered, line.open) == (3, 3, 1, 2)
    assert line.median_days == 1.0
    answered = next(each for each in view.idea_texts if each.row == idea)
    assert (answered.status, answered.closed, answered.resolution) == (
        "closed", TODAY.isoformat(), "下一批降价",
    )  # fmt: skip
    undo_operation(Silent(), crowd, done)
    view = feedback_view(crowd, ColumnSource(crowd), today=TODAY)
    assert next(each.open for each in view.ideas if each.product == "台灯") == 3


def test_an_idea_is_answered_once(crowd: Workspace) -> None:
    """FBK-03."""
    idea = _feedback(crowd, "suggestion")
    done = answer_idea(Silent(), crowd, idea, "谢谢", today=TODAY)
    with pytest.raises(OperationProblem):
        answer_idea(Silent(), crowd, idea, "谢谢", today=TODAY)
    undo_operation(Silent(), crowd, done)


def test_a_label_counts_before_the_judgement_and_can_be_undone(crowd: Workspace) -> None:
    """FBK-01: a person has the last word, in the ledger."""
    judge_feedback(Silent(), crowd, today=TODAY)
    row = _feedback(crowd, "review")
    done = label_feedback(Silent(), crowd, row, "negative")
    view = feedback_view(crowd, ColumnSource(crowd), today=TODAY)
    said = next(each for each in view.texts if each.row == row)
    assert (said.judged, said.told, said.mood) == ("positive", "negative", "negative")
    assert judged_run(crowd).stale
    undo_operation(Silent(), crowd, done)
    view = feedback_view(crowd, ColumnSource(crowd), today=TODAY)
    assert next(each.mood for each in view.texts if each.row == row) == "positive"


def test_a_closed_complaint_is_no_longer_open(crowd: Workspace) -> None:
    complaint = _feedback(crowd, "complaint")
    done = close_complaint(Silent(), crowd, complaint, "已退款", today=TODAY)
    assert not feedback_view(crowd, ColumnSource(crowd), today=TODAY).complaints
    undo_operation(Silent(), crowd, done)


def test_the_months_have_nps_and_satisfaction_from_questionnaires(demo: Workspace) -> None:
    view = feedback_view(demo, ColumnSource(demo), today=TODAY)
    assert view.nps is not None and view.satisfied is not None
    assert sum(month.nps_answers for month in view.months) == view.nps[3]
    assert sum(month.csat_answers for month in view.months) == view.satisfied[1]
    assert -100 <= view.nps[1] <= view.nps[0] <= view.nps[2] <= 100


def test_who_did_not_allow_profiling_is_in_no_figure(demo: Workspace) -> None:
    view = feedback_view(demo, ColumnSource(demo), today=TODAY)
    sql = "SELECT count(DISTINCT customer_id) FROM feedback f JOIN customer c ON c.id = customer_id"
    assert view.withheld > 0
    assert view.customers <= demo.connection.execute(sql).fetchone()[0]
