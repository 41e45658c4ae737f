"""Running the models from the window: each run answers with a report, and what it foretold of
customers is stored so that tags, rules and the card can use it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.domain.dates import to_day
from profiler_app.domain.model_log import MODELS, ModelRun
from profiler_app.domain.potential import PotentialReport
from profiler_app.domain.predicting import LEAST_AUC
from profiler_app.domain.progress import Part, Progress
from profiler_app.domain.reports import Report
from profiler_app.domain.text import N_
from profiler_app.domain.valuing import ValueReport
from profiler_app.jobs.basket_rules import rules_of_workspace
from profiler_app.jobs.foresight.bank_value import bank_value, calendar_value
from profiler_app.jobs.foresight.churn import ChurnModel, learn_churn
from profiler_app.jobs.foresight.market import Move, market_moves
from profiler_app.jobs.foresight.own_reasons import REASONS, own_reasons
from profiler_app.jobs.foresight.pages.baskets import recommender_page, rules_page
from profiler_app.jobs.foresight.pages.churn import churn_page
from profiler_app.jobs.foresight.pages.field import field_page
from profiler_app.jobs.foresight.pages.potential import potential_page, potential_report
from profiler_app.jobs.foresight.pages.scorecard import scorecard_page
from profiler_app.jobs.foresight.pages.staying import staying_page
from profiler_app.jobs.foresight.pages.value import value_page
from profiler_app.jobs.foresight.potential import PotentialModel, learn_potential
from profiler_app.jobs.foresight.saving import save_run
from profiler_app.jobs.foresight.staying import Learned, learn_staying, read_contracts
from profiler_app.jobs.predicting import Wanted, customers_question, learn_customers
from profiler_app.jobs.purchases import read_purchases
from profiler_app.jobs.recommending import try_methods
from profiler_app.jobs.scorecards import learn_card
from profiler_app.jobs.unprofiled import not_profiled
from profiler_app.jobs.valuing import value_customers
from profiler_app.store.customers import file_keys
from profiler_app.store.model_runs import Foretold, last_report
from profiler_app.store.workspace import Workspace

KINDS = tuple(MODELS)


def stored_reports(workspace: Workspace) -> dict[str, Report]:
    """Return the last report of each kind of model that was run."""
    found = {}
    for kind in KINDS:
        stored = last_report(workspace.connection, kind)
        if stored is not None:
            found[kind] = Report.from_json(stored[1]).in_current()
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
    banks = bank_value(Part(progress, 0.9, 0.95), workspace, today=today)
    calendar = None
    if any(each.code == "contract" for each in found.refusals):
        calendar = calendar_value(Part(progress, 0.95, 0.97), workspace, today=today)
    progress.step(0.97, N_("Saving"))
    columns: dict[str, Foretold] = {}
    if not found.refusals:
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
    if calendar is not None and len(calendar.ids):
        columns["clv_36m"] = calendar.with_others(None)
    if len(banks.ids):
        columns["clv_36m"] = banks.with_others(columns.get("clv_36m"))
    run = ModelRun(
        "value", today.isoformat(), result="passed" if columns else "refused",
        parameters={"horizon_days": horizon_days}, figures=_off(found),
        moves=tuple(each.facts() for each in _moves(progress, workspace, today)),
    )  # fmt: skip
    expected = np.array([each.expected for each in found.outlooks], np.float64)
    return save_run(
        workspace, lambda: value_page(workspace, found, ids, banks, calendar), run, columns,
        foretold=expected,
    )  # fmt: skip


def run_staying(
    progress: Progress, workspace: Workspace, *, today: date, horizon_days: int
) -> Report:
    """Foretell which contracts run on. Nothing of it is used by the tags."""
    contracts = read_contracts(Part(progress, 0.0, 0.3), workspace)
    last = to_day(today.isoformat())
    learned = learn_staying(Part(progress, 0.3, 0.9), contracts, last)
    run = ModelRun("staying", today.isoformat(), **_worth_of(learned),
                   parameters={"horizon_days": horizon_days})  # fmt: skip
    return save_run(
        workspace, lambda: staying_page(workspace, learned, horizon_days), run, {},
        foretold=learned.ends(horizon_days),
    )  # fmt: skip


def run_churn(progress: Progress, workspace: Workspace, *, today: date) -> Report:
    """Foretell who will stay away; only a model that passes its gate is used by the tags."""
    found: ChurnModel = learn_churn(Part(progress, 0.0, 0.9), workspace, today=today)
    progress.step(0.92, N_("Looking for reasons"))
    columns: Mapping[str, Foretold] = {}
    usual: Mapping[str, float] = {}
    if not found.failed and found.probability is not None:
        columns, usual = own_reasons(found)
        columns = {"churn_prob": Foretold(found.now.ids, found.probability), **columns}
    forget = () if columns else ("churn_prob", *REASONS)
    run = ModelRun("churn", today.isoformat(), **_judged(found))
    return save_run(
        workspace, lambda: churn_page(workspace, found), run, columns,
        forget=forget, more={"usual": usual}, foretold=found.probability,
    )  # fmt: skip


def find_potential(progress: Progress, workspace: Workspace, *, today: date) -> PotentialReport:
    """Find who may be of high value half a year on. Nothing is saved."""
    return potential_report(workspace, learn_potential(progress, workspace, today=today))


def run_potential(progress: Progress, workspace: Workspace, *, today: date) -> Report:
    """Foretell who may rise; only a model that passes its gate is used by the tags."""
    found: PotentialModel = learn_potential(Part(progress, 0.0, 0.9), workspace, today=today)
    progress.step(0.92, N_("Looking for reasons"))
    columns = {}
    if not found.failed and found.scores is not None:
        columns = {"potential_score": Foretold(found.now.ids, found.scores)}
    run = ModelRun("potential", today.isoformat(), **_judged(found))
    return save_run(
        workspace, lambda: potential_page(potential_report(workspace, found)), run, columns,
        forget=() if columns else ("potential_score",), foretold=found.probability,
    )  # fmt: skip


def run_field(
    progress: Progress, workspace: Workspace, *, today: date, target: str, yes: str | None
) -> Report:
    """Foretell a yes or no. Raises ColumnNotFound."""
    wanted = Wanted(target, yes, each=True)
    said = learn_customers(Part(progress, 0.0, 0.95), workspace, wanted)
    answer = said()
    card = answer.card
    run = ModelRun(
        "field", today.isoformat(),
        result="refused" if card is None else "rejected" if card.rejected else "passed",
        parameters={"target": target} if yes is None else {"target": target, "yes": yes},
        figures={} if card is None else
        {"auc": card.auc, "lift": card.lift, "error": card.calibration_error},
    )  # fmt: skip
    foretold = np.array([each.probability for each in answer.forecasts], np.float64)
    return save_run(
        workspace, lambda: field_page(workspace, said(), today), run, {}, foretold=foretold
    )


def run_rules(
    progress: Progress, workspace: Workspace, *, today: date, support: float, confidence: float
) -> Report:
    """Find what is bought together. Raises TooLittleData or TooManyRules."""
    found = rules_of_workspace(
        Part(progress, 0.0, 0.95), workspace, support=support, confidence=confidence
    )
    run = ModelRun(
        "rules", today.isoformat(), parameters={"support": support, "confidence": confidence}
    )
    return save_run(workspace, lambda: rules_page(found, today), run, {})


def run_recommender(progress: Progress, workspace: Workspace, *, today: date) -> Report:
    """Try the methods of recommendation on what was bought last."""
    methods, customers, products = try_methods(Part(progress, 0.0, 0.95), workspace, today=today)
    run = ModelRun("recommender", today.isoformat(), result="passed" if methods else "refused")
    return save_run(
        workspace, lambda: recommender_page(methods, customers, products, today), run, {}
    )


def run_scorecard(
    progress: Progress, workspace: Workspace, *, today: date, target: str, bad: str | None
) -> Report:
    """Make a scorecard; the target's yes is bad. Raises ColumnNotFound."""
    wanted = Wanted(target, bad)
    question = customers_question(Part(progress, 0.0, 0.2), workspace, wanted)
    said = learn_card(Part(progress, 0.2, 0.95), question, each=True)
    answer = said()
    quality = {name: value or 0.0 for name, value in (answer.quality or {}).items()}
    auc = quality.get("auc")
    run = ModelRun(
        "scorecard", today.isoformat(),
        result="refused" if auc is None else "rejected" if auc < LEAST_AUC else "passed",
        parameters={"target": target} if bad is None else {"target": target, "yes": bad},
        figures={} if auc is None else
        {"auc": auc, "lift": quality["lift"], "error": quality["calibration_error"]},
    )  # fmt: skip
    foretold = np.array([each.bad_rate for each in answer.scored], np.float64)
    return save_run(
        workspace, lambda: scorecard_page(workspace, said(), today), run, {}, foretold=foretold
    )


def _judged(found: ChurnModel | PotentialModel) -> dict[str, Any]:
    """Return what came of a model with a gate, and its figures."""
    if found.model is None:
        return {"result": "refused"}
    figures = {"auc": found.auc, "error": found.error, "lift": found.lift}
    return {"result": "rejected" if found.failed else "passed", "figures": figures}


def _worth_of(learned: Learned) -> dict[str, Any]:
    """Return what came of a model of contracts: "passed" only where it tells single ones apart."""
    if learned.found is None:
        return {"result": "refused"}
    result = "rejected" if learned.found.failed else "passed"
    if learned.trial is None:
        return {"result": result}
    trial = learned.trial
    figures = {"auc": trial.auc, "error": trial.error, "lift": trial.lift or 0.0}
    return {"result": result, "figures": figures}


def _foretold(ids: NDArray[np.int64], values: list[float]) -> Foretold:
    return Foretold(ids, np.array(values, np.float64))


def _moves(progress: Progress, workspace: Workspace, today: date) -> tuple[Move, ...]:
    bought = read_purchases(Part(progress, 0.97, 0.99), workspace.connection)
    return market_moves(workspace, bought.without(not_profiled(workspace)), today=today)


def _off(found: ValueReport) -> dict[str, float]:
    """Return how far off the total of the chosen model was in its trial."""
    for each in found.trials:
        if each.model == found.model and each.actual:
            return {"error": abs(each.forecast / each.actual - 1)}
    return {}
