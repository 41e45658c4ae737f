"""Running the models from the window: each run answers with a report, and what it foretold of
customers is stored so that tags, rules and the card can use it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.domain.potential import PotentialReport
from profiler_app.domain.predicting import PredictionReport
from profiler_app.domain.progress import Part, Progress
from profiler_app.domain.reports import Report
from profiler_app.domain.scorecards import ScorecardReport
from profiler_app.domain.text import N_
from profiler_app.jobs.basket_rules import rules_of_workspace
from profiler_app.jobs.foresight.churn import ChurnModel, learn_churn
from profiler_app.jobs.foresight.own_reasons import REASONS, own_reasons
from profiler_app.jobs.foresight.pages.baskets import recommender_page, rules_page
from profiler_app.jobs.foresight.pages.churn import churn_page
from profiler_app.jobs.foresight.pages.field import field_page
from profiler_app.jobs.foresight.pages.potential import potential_page, potential_report
from profiler_app.jobs.foresight.pages.scorecard import scorecard_page
from profiler_app.jobs.foresight.pages.value import value_page
from profiler_app.jobs.foresight.potential import PotentialModel, learn_potential
from profiler_app.jobs.predicting import Wanted, customers_question, predict_customers
from profiler_app.jobs.recommending import try_methods
from profiler_app.jobs.scorecards import make_scorecard
from profiler_app.jobs.valuing import value_customers
from profiler_app.store.customers import file_keys
from profiler_app.store.model_runs import Foretold, last_report, save_model_run
from profiler_app.store.workspace import Workspace

KINDS = ("value", "churn", "potential", "field", "rules", "recommender", "scorecard")


def stored_reports(workspace: Workspace) -> dict[str, Report]:
    """Return the last report of each kind of model that was run."""
    found = {}
    for kind in KINDS:
        stored = last_report(workspace.connection, kind)
        if stored is not None:
            found[kind] = Report.from_json(stored[1])
    return found


def run_value(
    progress: Progress, workspace: Workspace, *, today: date, horizon_days: int
) -> Report:
    """Foretell purchases and value; the share still active, purchases and value are stored."""
    found = value_customers(
        Part(progress, 0.0, 0.9),
        workspace,
        until=today,
        horizon_days=horizon_days,
        today=today,
        each=True,
    )
    ids = {key: customer for customer, key in file_keys(workspace.connection).items()}
    report = value_page(workspace, found, ids)
    progress.step(0.95, N_("Saving"))
    if found.refusals:
        columns: Mapping[str, Foretold] = {}
    else:
        rows = sorted((ids[each.customer], each) for each in found.outlooks)
        who = np.array([customer for customer, _each in rows], np.int64)
        year = 365 / horizon_days
        columns = {
            "p_alive": _foretold(who, [each.alive for _c, each in rows]),
            "exp_orders_12m": _foretold(who, [each.expected * year for _c, each in rows]),
            "clv_36m": _foretold(who, [each.lifetime for _c, each in rows]),
            "value_12m": _foretold(who, [each.value for _c, each in rows]),
            "value_12m_low": _foretold(who, [each.value_low for _c, each in rows]),
            "value_12m_high": _foretold(who, [each.value_high for _c, each in rows]),
        }
        if horizon_days != 365:  # other horizons are shown, not stored: these are of a year
            columns = {name: columns[name] for name in ("p_alive", "clv_36m")}
    _save(workspace, report, today, columns)
    return report


def run_churn(progress: Progress, workspace: Workspace, *, today: date) -> Report:
    """Foretell who will stay away; only a model that passes its gate is used by the tags."""
    found: ChurnModel = learn_churn(Part(progress, 0.0, 0.9), workspace, today=today)
    progress.step(0.92, N_("Looking for reasons"))
    report = churn_page(workspace, found)
    columns: Mapping[str, Foretold] = {}
    usual: Mapping[str, float] = {}
    if not found.failed and found.probability is not None:
        columns, usual = own_reasons(found)
        columns = {"churn_prob": Foretold(found.now.ids, found.probability), **columns}
    forget = () if columns else ("churn_prob", *REASONS)
    _save(workspace, report, today, columns, forget=forget, more={"usual": usual})
    return report


def find_potential(progress: Progress, workspace: Workspace, *, today: date) -> PotentialReport:
    """Find who may be of high value half a year on. Nothing is saved."""
    return potential_report(workspace, learn_potential(progress, workspace, today=today))


def run_potential(progress: Progress, workspace: Workspace, *, today: date) -> Report:
    """Foretell who may rise; only a model that passes its gate is used by the tags."""
    found: PotentialModel = learn_potential(Part(progress, 0.0, 0.9), workspace, today=today)
    progress.step(0.92, N_("Looking for reasons"))
    report = potential_page(potential_report(workspace, found))
    columns = {}
    if not found.failed and found.scores is not None:
        columns = {"potential_score": Foretold(found.now.ids, found.scores)}
    _save(workspace, report, today, columns, forget=() if columns else ("potential_score",))
    return report


def run_field(
    progress: Progress, workspace: Workspace, *, today: date, target: str, yes: str | None
) -> Report:
    """Foretell a yes or no. Raises ColumnNotFound."""
    wanted = Wanted(target, yes, each=True)
    found: PredictionReport = predict_customers(Part(progress, 0.0, 0.95), workspace, wanted)
    report = field_page(workspace, found, today)
    _save(workspace, report, today, {})
    return report


def run_rules(
    progress: Progress, workspace: Workspace, *, today: date, support: float, confidence: float
) -> Report:
    """Find what is bought together. Raises TooLittleData or TooManyRules."""
    found = rules_of_workspace(
        Part(progress, 0.0, 0.95), workspace, support=support, confidence=confidence
    )
    report = rules_page(found, today)
    _save(workspace, report, today, {})
    return report


def run_recommender(progress: Progress, workspace: Workspace, *, today: date) -> Report:
    """Try the methods of recommendation on what was bought last."""
    methods, customers, products = try_methods(Part(progress, 0.0, 0.95), workspace, today=today)
    report = recommender_page(methods, customers, products, today)
    _save(workspace, report, today, {})
    return report


def run_scorecard(
    progress: Progress, workspace: Workspace, *, today: date, target: str, bad: str | None
) -> Report:
    """Make a scorecard; the target's yes is bad. Raises ColumnNotFound."""
    wanted = Wanted(target, bad)
    question = customers_question(Part(progress, 0.0, 0.2), workspace, wanted)
    found: ScorecardReport = make_scorecard(Part(progress, 0.2, 0.95), question)
    report = scorecard_page(workspace, found, today)
    _save(workspace, report, today, {})
    return report


def _foretold(ids: NDArray[np.int64], values: list[float]) -> Foretold:
    return Foretold(ids, np.array(values, np.float64))


def _save(
    workspace: Workspace,
    report: Report,
    today: date,
    columns: Mapping[str, Foretold],
    *,
    forget: tuple[str, ...] = (),
    more: Mapping[str, Any] | None = None,
) -> None:
    save_model_run(
        workspace,
        report.kind,
        as_of=today.isoformat(),
        report={**report.without_people(), **(more or {})},
        columns=columns,
        forget=forget,
    )
