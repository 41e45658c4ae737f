"""The page of the churn warning."""

from __future__ import annotations

from typing import Any

import numpy as np

from profiler_app.domain.fields import find_field
from profiler_app.domain.insights import Chart
from profiler_app.domain.predicting import model_name as yes_no_model
from profiler_app.domain.reports import Report, Section
from profiler_app.domain.text import N_, _
from profiler_app.jobs.foresight.churn import HORIZON, ChurnModel
from profiler_app.jobs.foresight.pages.parts import bars
from profiler_app.jobs.foresight.pages.worklist import worklist
from profiler_app.jobs.insights.warned import level_label
from profiler_app.jobs.insights.words import percent
from profiler_app.store.workspace import Workspace

_GATES = {
    "few": N_("Too few customers bought often enough 182 and 91 days ago: at least 200 are needed, "
              "50 of them on either side."),
    "weak": N_("It does not tell leaving from staying well enough (AUC below 0.70)."),
    "uncalibrated": N_("Its probabilities are off by more than 5% on average."),
    "unordered": N_("The share that stayed away does not rise from yellow to orange to red, with "
                    "at least 30 customers on each level."),
}  # fmt: skip


def churn_page(workspace: Workspace, found: ChurnModel) -> Report:
    """Report the churn model: its gate, the levels, who is warned and why."""
    title, day = _("Churn warning"), found.now.day.isoformat()
    gates = tuple(_(_GATES[code]) for code in found.failed)
    if found.model is None:
        verdict = _("No model yet: warnings come from overdue intervals only.")
        return Report("churn", title, day, verdict, "warning",
                      sections=(Section(_("Why not"), gates),))  # fmt: skip
    if found.failed:
        verdict = _("The model is rejected and makes no levels: warnings stay those of overdue "
                    "intervals.")  # fmt: skip
    else:
        verdict = _("The model passed its gate: red, orange and yellow are in force.")
    figures = (
        (_("Model"), yes_no_model(found.name), _("learned 182 days ago")),
        ("AUC", f"{found.auc:.3f}", _("on {n} customers").format(
            n=f"{len(found.gate.ids):,}")),
        (_("Calibration error"), percent(found.error), _("at most 5% is allowed")),
        (_("Lift of the top tenth"), f"{found.lift:.1f}", _("times the share of all")),
    )  # fmt: skip
    sections = [
        Section(
            _("The gate"),
            gates or (_("All conditions hold."),),
            charts=(_level_chart(found), _by_period(found)),
        ),
        worklist(workspace, found),
        _inputs(found),
    ]
    tone: Any = "warning" if found.failed else "success"
    return Report("churn", title, day, verdict, tone, figures, tuple(sections))


def _inputs(found: ChurnModel) -> Section:
    """Return the fields the model learned from, in their usual order."""
    names = [field.label for name in found.fields if (field := find_field(name)) is not None]
    return Section(_("What it learned from"), (_(", ").join(names),))


def _level_chart(found: ChurnModel) -> Chart:
    rows = [
        (level_label(level), share, percent(share, 0), _("of {n}").format(n=f"{n:,}"))
        for level, n, share in found.rates
    ]
    title = _("Who stayed away, by level")
    return bars("levels", title, rows, _("no purchase in {n} days").format(n=HORIZON))


def _by_period(found: ChurnModel) -> Chart:
    """Return how the share that stayed away and the scores moved between the two days."""
    from profiler_app.analysis.prediction.monitoring import watch

    assert found.model is not None and found.tried is not None
    scores = [found.model.scores(each.columns) for each in (found.learned, found.gate)]
    period = np.repeat([0, 1], [len(found.learned.ids), len(found.gate.ids)])
    truth = np.concatenate([found.learned.gone, found.gate.gone])
    probability = 1 / (1 + np.exp(-np.concatenate(scores)))
    names = [each.day.isoformat() for each in (found.learned, found.gate)]
    rows = [
        (each.name, each.auc, f"AUC {each.auc:.3f}",
         _("lift {lift:.1f}, PSI {psi:.2f}").format(lift=each.lift, psi=each.psi))
        for each in watch(truth, probability, period, names)
    ]  # fmt: skip
    return bars("periods", _("Over time"), rows, _("learned on the first day"))
