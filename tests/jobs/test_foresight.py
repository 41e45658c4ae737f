"""Models run from the window: their reports, and what they foretold as features and tags."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from profiler_app.domain.dates import to_day
from profiler_app.domain.insights import opening
from profiler_app.domain.model_log import ModelRun
from profiler_app.domain.potential import LISTED_FROM
from profiler_app.domain.predicting import FEWEST_ROWS
from profiler_app.domain.reports import Report
from profiler_app.domain.text import in_language
from profiler_app.ingest.sample.persona import make_world
from profiler_app.jobs import lists
from profiler_app.jobs.auditing import audit
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.demo import DEMO_PASSPHRASE, create_demo
from profiler_app.jobs.foresight import running
from profiler_app.jobs.foresight.churn import (
    LEVELS,
    ChurnModel,
    Trial,
    better_of,
    learn_churn,
    level_of,
    level_rates,
)
from profiler_app.jobs.foresight.market import market_moves
from profiler_app.jobs.foresight.pages.churn import churn_page
from profiler_app.jobs.foresight.pages.potential import potential_report
from profiler_app.jobs.foresight.pages.worklist import worklist
from profiler_app.jobs.foresight.potential import PotentialModel, learn_potential
from profiler_app.jobs.foresight.run_log import model_log
from profiler_app.jobs.foresight.watching import drifts_of
from profiler_app.jobs.foresight.writing import export_report
from profiler_app.jobs.insights.warned import level_label
from profiler_app.jobs.printing import login_name
from profiler_app.jobs.purchases import Purchases
from profiler_app.jobs.refreshing import refresh
from profiler_app.jobs.segments.saved import save_segment
from profiler_app.jobs.today import read_today
from profiler_app.store.ledger import operation
from profiler_app.store.model_runs import Foretold, read_foretold, save_model_run
from profiler_app.store.workspace import Workspace, open_workspace
from tests.jobs.conftest import TODAY, Silent


def test_a_model_of_too_few_customers_is_refused_and_says_why_mod_01(own_demo: Workspace) -> None:
    report = running.run_churn(Silent(), own_demo, today=TODAY)
    assert report.tone == "warning"
    assert str(FEWEST_ROWS) in " ".join(report.sections[0].lines)
    assert set(read_foretold(own_demo.connection, on=TODAY.isoformat())) == {"influence_score"}


def test_what_a_model_foretold_is_a_feature_after_the_next_refresh_ana_03(
    own_demo: Workspace,
) -> None:
    source = ColumnSource(own_demo)
    ids = source.ids()[:20].astype(np.int64)
    report = {"kind": "value"}
    columns = {"p_alive": Foretold(ids, np.linspace(0.1, 0.9, 20))}
    save_model_run(own_demo, "value", as_of=TODAY.isoformat(), report=report, columns=columns)
    assert refresh(Silent(), own_demo, as_of=TODAY).computed == len(source.ids())
    column = source.columns(["p_alive"])["p_alive"]
    assert 0 < column.known.sum() <= 20
    assert lists.count(source, "p_alive >= 0.5")[0] <= 10
    assert refresh(Silent(), own_demo, as_of=TODAY).computed == 0


def test_a_day_before_the_model_does_not_know_it(own_demo: Workspace) -> None:
    ids = np.array([1, 2], np.int64)
    columns = {"p_alive": Foretold(ids, np.array([0.5, 0.6]))}
    save_model_run(own_demo, "value", as_of=TODAY.isoformat(), report={}, columns=columns)
    before = (TODAY - timedelta(days=1)).isoformat()
    assert read_foretold(own_demo.connection, on=before) == {}
    found = read_foretold(own_demo.connection, on=TODAY.isoformat())["p_alive"]
    assert found.ids.tolist() == [1, 2]


def test_a_rejected_model_takes_its_figures_away(own_demo: Workspace) -> None:
    columns = {"churn_prob": Foretold(np.array([1], np.int64), np.array([0.9]))}
    save_model_run(own_demo, "churn", as_of=TODAY.isoformat(), report={}, columns=columns)
    save_model_run(
        own_demo, "churn", as_of=TODAY.isoformat(), report={}, columns={}, forget=("churn_prob",)
    )
    assert set(read_foretold(own_demo.connection, on=TODAY.isoformat())) == {"influence_score"}


def test_levels_hold_those_between_their_bounds_chu_01() -> None:
    assert [level_of(p) for p in (0.95, 0.7, 0.6, 0.4, 0.39)] == [
        "red", "red", "orange", "yellow", "",
    ]  # fmt: skip
    probability = np.array([0.9, 0.8, 0.6, 0.5, 0.1])
    gone = np.array([True, True, True, False, False])
    rates = level_rates(probability, gone)
    assert [level for level, _n, _share in rates] == [level for level, _least in LEVELS]
    assert [n for _level, n, _share in rates] == [2, 1, 1]
    assert [share for _level, _n, share in rates] == [1.0, 1.0, 0.0]


@pytest.mark.parametrize(
    ("auc", "yellow", "chosen"), [(0.85, 0.4, "trees"), (0.81, 0.4, "plain"), (0.85, 0.6, "plain")]
)
def test_trees_are_taken_where_they_rank_clearly_better_and_pass_the_gate(
    auc: float, yellow: float, chosen: str
) -> None:
    def trial(name: str, area: float, last: float) -> Trial:
        none, anything = np.empty(0), cast("Any", None)
        rates = (("red", 90, 0.9), ("orange", 90, 0.55), ("yellow", 90, last))
        return Trial(name, anything, none, anything, none, area, 0.01, rates)

    assert better_of(trial("plain", 0.8, 0.4), trial("trees", auc, yellow)).name == chosen


@pytest.fixture(scope="module")
def hits(demo: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Report:
    from profiler_app.jobs.foresight.pages.baskets import recommender_page
    from profiler_app.jobs.recommending import try_methods

    return recommender_page(*try_methods(Silent(), demo, today=TODAY), TODAY)


def test_recommendations_are_compared_with_best_sellers_rec_01(hits: Report) -> None:
    if hits.sections:
        labels = [mark.label for mark in hits.sections[0].charts[0].marks]
        assert len(labels) >= 2
    assert hits.verdict


def test_rules_report_support_confidence_and_lift_rec_02(own_demo: Workspace) -> None:
    report = running.run_rules(Silent(), own_demo, today=TODAY, support=0.001, confidence=0.05)
    table = report.sections[0].table
    assert table is not None and len(table.headers) == 6
    kept = running.stored_reports(own_demo)["rules"]
    assert kept.title == report.title
    assert kept.sections[0].table == table


def test_a_rule_of_baskets_opens_who_bought_and_who_did_not_yet_rec_02(
    own_demo: Workspace,
) -> None:
    report = running.run_rules(Silent(), own_demo, today=TODAY, support=0.001, confidence=0.05)
    table = report.sections[0].table
    assert table is not None and len(table.lists) == len(table.rows) > 0
    bought, both, missing = (
        lists.count(ColumnSource(own_demo), opening("", rule))[0] for _name, rule in table.lists[0]
    )
    assert both > 0
    assert bought == both + missing


def test_a_stored_report_names_nobody(own_demo: Workspace) -> None:
    report = running.run_scorecard(
        Silent(), own_demo, today=TODAY, target="is_repeat_12m", bad="false"
    )
    stored = report.without_people()
    assert all(not (each["table"] or {}).get("customers") for each in stored["sections"])
    assert Report.from_json(json.loads(json.dumps(stored))).figures == report.figures


def test_a_report_is_written_as_pdf_and_as_workbook_mod_01(
    own_demo: Workspace, tmp_path: Path
) -> None:
    report = running.run_rules(Silent(), own_demo, today=TODAY, support=0.001, confidence=0.05)
    pdf, book = tmp_path / "card.pdf", tmp_path / "card.xlsx"
    for path in (pdf, book):
        export_report(Silent(), own_demo, report, path)
    text = " ".join(" ".join(page.extract_text().split()) for page in PdfReader(pdf).pages)
    assert " ".join(report.title.split()) in text
    assert load_workbook(book).sheetnames[-1] == report.sections[0].title


def test_a_run_of_a_model_is_in_the_history_with_its_data_and_result_gov_01(
    own_demo: Workspace,
) -> None:
    """GOV-01: who, when, on which data, asked what, with which result; the hashes hold."""
    running.run_rules(Silent(), own_demo, today=TODAY, support=0.001, confidence=0.05)
    running.run_churn(Silent(), own_demo, today=TODAY)
    found = audit(Silent(), own_demo, today=TODAY, kind="model_run")
    assert found.findings == () and len(found.lines) == 2
    refused, made = model_log(own_demo)
    assert refused.run.result == "refused" and made.run.result == "passed"
    assert made.run.parameters == {"support": 0.001, "confidence": 0.05}
    assert made.run.by == made.by == login_name()
    assert made.run.since < made.run.as_of == TODAY.isoformat()


def test_runs_are_found_by_what_they_say_gov_01(own_demo: Workspace) -> None:
    running.run_rules(Silent(), own_demo, today=TODAY, support=0.001, confidence=0.05)
    running.run_churn(Silent(), own_demo, today=TODAY)
    (made,) = model_log(own_demo, f"支持度 {TODAY.isoformat()}")
    assert made.run.model == "rules"
    assert model_log(own_demo, "支持度 评分卡") == ()


def test_a_stored_report_speaks_the_language_of_the_window(own_demo: Workspace) -> None:
    report = running.run_scorecard(
        Silent(), own_demo, today=TODAY, target="is_repeat_12m", bad="false"
    )
    with in_language("en"):
        english = running.stored_reports(own_demo)["scorecard"]
        assert report.in_current().title == english.title
        assert english.title.startswith("Scorecard: ")
        assert not any("\u4e00" <= sign <= "\u9fff" for sign in english.verdict)
        assert english.in_current() == english
    assert english.in_current().title == report.title != english.title


def test_too_little_data_for_potential_is_refused_with_its_numbers_pot_01(
    own_demo: Workspace,
) -> None:
    found = running.find_potential(Silent(), own_demo, today=TODAY)
    assert found.model == "" and found.customers == ()
    assert f"{found.rows[1]:,}" in found.refusals[0] and str(FEWEST_ROWS) in found.refusals[0]


def test_a_refused_model_of_potential_makes_no_tag_pot_01(own_demo: Workspace) -> None:
    old = Foretold(np.array([1], np.int64), np.array([90.0]))
    day = TODAY.isoformat()
    save_model_run(own_demo, "potential", as_of=day, report={}, columns={"potential_score": old})
    report = running.run_potential(Silent(), own_demo, today=TODAY)
    assert report.tone == "warning"
    assert set(read_foretold(own_demo.connection, on=day)) == {"influence_score"}


def test_a_score_of_75_makes_the_tag_where_nobody_is_of_high_value_yet_pot_01(
    own_demo: Workspace,
) -> None:
    source = ColumnSource(own_demo)
    ids = source.ids().astype(np.int64)
    scores = np.where(np.arange(len(ids)) % 2 == 0, 90.0, 60.0)
    columns = {"potential_score": Foretold(ids, scores)}
    save_model_run(own_demo, "potential", as_of=TODAY.isoformat(), report={}, columns=columns)
    refresh(Silent(), own_demo, as_of=TODAY)
    tagged = lists.count(source, "has('potential_high')")[0]
    assert 0 < tagged <= len(ids) / 2
    assert lists.count(source, "has('potential_high') and has('high_value')")[0] == 0
    assert lists.count(source, "has('potential_high') and potential_score < 75")[0] == 0


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Enough customers to learn from."""
    path = tmp_path_factory.mktemp("many") / "many.zhike"
    create_demo(Silent(), path, customers=2_000, today=TODAY)
    with open_workspace(path, DEMO_PASSPHRASE, readonly=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def leaving(many: Workspace) -> ChurnModel:
    return learn_churn(Silent(), many, today=TODAY)


def test_the_worklist_shows_level_reason_last_contact_and_step_chu_01(
    many: Workspace, leaving: ChurnModel
) -> None:
    """CHU-01, and the comparison: 68 days without a purchase, usually every 21."""
    table = worklist(many, leaving).table
    assert table is not None and len(table.rows) == len(table.customers) > 20
    levels, reasons, contacts, steps = zip(*(row[2:] for row in table.rows), strict=True)
    assert {level_label(level) for level, _least in LEVELS} >= set(levels)
    assert sum("天未购买，平时" in str(each) for each in reasons) > 20
    assert any("天前" in str(each) for each in contacts)
    assert sum(each != "—" for each in steps) > 5


def test_the_model_of_the_sample_passes_its_gate_and_ranks_those_planted_as_leaving_chu_01(
    leaving: ChurnModel,
) -> None:
    found = leaving
    assert found.failed == ()
    assert found.tried is not None
    world = make_world("zh", 2_000, seed=7, today=TODAY)
    planted = np.array([world.truth(int(customer)).churner for customer in found.gate.ids])
    assert planted.sum() >= 50
    best = np.argsort(-found.tried, kind="stable")[: int(planted.sum())]
    assert planted[best].mean() > 2 * planted.mean()


def test_what_came_of_calls_is_an_input_of_the_model_and_listed_upd_02(
    many: Workspace, leaving: ChurnModel
) -> None:
    """UPD-02: a refused call lowers the rate, the next run learns from it."""
    assert "response_rate_12m" in leaving.fields
    assert "触达响应率" in churn_page(many, leaving).sections[-1].lines[0].split("、")


@pytest.fixture(scope="module")
def promising(many: Workspace) -> PotentialModel:
    return learn_potential(Silent(), many, today=TODAY)


def test_a_list_of_those_with_potential_rises_more_often_than_all_pot_01(
    promising: PotentialModel,
) -> None:
    found = promising
    assert found.listed > 1.3 * found.base > 0
    assert not np.isin(found.now.ids, found.high.ids).any()


def test_who_is_listed_is_told_why_and_what_is_missing_pot_01(
    many: Workspace, promising: PotentialModel
) -> None:
    found = potential_report(many, promising)
    scores = [each.score for each in found.customers]
    assert found.refusals == () and scores == sorted(scores, reverse=True)
    assert all(each.score >= LISTED_FROM and each.reasons for each in found.customers)
    assert any(each.missing for each in found.customers)
    assert all("name" not in each for each in found.as_json()["customers"])


# Watching from run to run


def _run(day: str, counts: tuple[int, ...], mean: float, result: str = "passed") -> ModelRun:
    spread = {"edges": [0.2, 0.4], "counts": list(counts), "mean": mean}
    return ModelRun("churn", day, result=result, spread=spread)


def test_a_model_that_drifts_is_told_with_its_numbers_rsk_03() -> None:
    """RSK-03: PSI of 0.25 and more, or a change of the mean by a fifth."""
    first = _run("2026-01-01", (50, 30, 20), 0.30)
    assert drifts_of([first, _run("2026-02-01", (48, 31, 21), 0.31)]) == []
    (moved,) = drifts_of([first, _run("2026-02-01", (48, 31, 21), 0.36)])
    assert "30.0%" in moved.said and "36.0%" in moved.said and "+20%" in moved.said
    (spread,) = drifts_of([first, _run("2026-02-01", (20, 30, 50), 0.35)])
    assert "0.55" in spread.said and "0.25" in spread.said
    (rejected,) = drifts_of([first, _run("2026-02-01", (50, 30, 20), 0.30, "rejected")])
    assert "2026-01-01" in rejected.said


def test_today_tells_what_drifted_and_which_markets_moved_rsk_03(own_demo: Workspace) -> None:
    """RSK-03"""
    moves = ({"what": "sales", "field": "", "option": "老客户", "was": 1000.0, "now": 700.0},)
    value = replace(_run("2026-10-01", (5, 5, 5), 2.0), model="value", moves=moves)
    for run in (
        _run("2026-01-01", (50, 30, 20), 0.3),
        _run("2026-02-01", (20, 30, 50), 0.3),
        value,
    ):
        with operation(own_demo, "model_run", run.facts()):
            pass
    found = read_today(own_demo, ColumnSource(own_demo), today=TODAY)
    assert [model for model, _said in found.drifts] == ["churn", "value"]
    said = " ".join(words for _model, words in found.drifts)
    assert "PSI 0.55" in said and "老客户" in said and "\u221230%" in said


def test_every_run_stands_beside_the_earlier_ones_mod_01(own_demo: Workspace) -> None:
    """MOD-01, RSK-03: the bins of the first run stay."""
    running.run_value(Silent(), own_demo, today=TODAY - timedelta(days=91), horizon_days=365)
    report = running.run_value(Silent(), own_demo, today=TODAY, horizon_days=365)
    section = next(each for each in report.sections if each.title == "历次运行")
    assert section.table is not None
    assert [row[0] for row in section.table.rows] == [
        TODAY.isoformat(), (TODAY - timedelta(days=91)).isoformat(),
    ]  # fmt: skip
    assert section.table.rows[1][3] == "0.00"  # the first run is what the others are compared with


def test_a_segment_that_buys_a_third_less_is_told_rsk_03(own_demo: Workspace) -> None:
    """RSK-03"""
    save_segment(Silent(), own_demo, None, "老客户", "kind == 'person' or kind == 'company'")
    ids = ColumnSource(own_demo).ids()[:60].astype(np.int64)
    last = to_day(TODAY.isoformat())
    days = np.concatenate([np.full(60, last - ago) for ago in (10, 120, 374, 484)])
    paid = np.repeat([700, 1000, 1000, 1000], 60)
    bought = Purchases(np.tile(ids, 4), days, paid, 0)
    found = [each for each in market_moves(own_demo, bought, today=TODAY) if not each.field]
    assert [(each.what, each.option) for each in found] == [("sales", "老客户")]
    assert "\u221230%" in found[0].sentence
