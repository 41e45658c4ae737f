"""The page of a model of any yes or no: its model card."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from profiler_app.domain.fields import find_field
from profiler_app.domain.insights import Chart
from profiler_app.domain.predicting import PredictionReport, Told
from profiler_app.domain.predicting import model_name as yes_no_model
from profiler_app.domain.reports import Report, Section, Table
from profiler_app.domain.rules.showing import in_a_row, listed, show, yes_or_no
from profiler_app.domain.text import N_, _
from profiler_app.jobs.foresight.pages.parts import (
    MOST_DRIVERS,
    MOST_ROWS,
    bars,
    names,
    told,
)
from profiler_app.jobs.insights.words import percent
from profiler_app.store.workspace import Workspace

_LIKELY = ((0.7, N_("very likely")), (0.4, N_("likely")), (0.0, N_("hardly")))


def field_page(workspace: Workspace, found: PredictionReport, today: date) -> Report:
    """Report a model of a yes-or-no field: the model card (MOD-01)."""
    field = find_field(found.target)
    label = field.label if field is not None else found.target
    title = _("Who is likely: {field}").format(field=label)
    day = today.isoformat()
    hints = [
        *told(_("Not possible yet"), found.refusals),
        *told(_("Leaks: left out"), found.leaks),
        *told(_("To know"), found.warnings),
    ]
    if found.card is None:
        verdict = _("No model: the data do not allow one.")
        return Report("field", title, day, verdict, "warning", sections=tuple(hints))
    card = found.card
    rejected = bool(card.rejected)
    verdict = (
        _("The model is rejected: it must not make tags or levels.") if rejected else
        _("The model passed its gate: it tells yes from no on rows it had not seen.")
    )  # fmt: skip
    later = "—" if card.later_auc is None else f"{card.later_auc:.3f}"
    figures = (
        (_("Model"), yes_no_model(card.model), _("{n} rows, {yes} yes").format(
            n=f"{found.rows:,}", yes=f"{found.positives:,}")),
        (_("AUC, shuffled"), f"{card.auc:.3f}", _("mean of {n} parts").format(n=found.folds)),
        (_("AUC, later rows"), later, _("learned before, tried after")),
        (_("Lift of the top tenth"), f"{card.lift:.1f}", _("times the share of all")),
        (_("Calibration error"), percent(card.calibration_error), _("at most 5% is allowed")),
    )  # fmt: skip
    charts = (_drivers(card.drivers), _calibration(card.bins))
    sections = [
        Section(_("What moves it, and whether it comes true"), charts=charts),
        *told(_("Why it is rejected"), card.rejected),
        *hints,
        *_left_out(found.dropped),
        *told(_("Limits"), found.limits),
        _likely(workspace, found),
    ]
    tone: Any = "warning" if rejected else "success"
    return Report("field", title, day, verdict, tone, figures, tuple(sections))


def _left_out(found: Sequence[Told]) -> list[Section]:
    """Return the fields left out, by reason: there are many."""
    by_reason: dict[str, list[str]] = {}
    for each in found:
        by_reason.setdefault(each.code, []).append(str(each.facts["field"]))
    words = {
        "identifier": _("Name the row"),
        "constant": _("The same everywhere"),
        "empty": _("Empty"),
        "sensitive": _("Sensitive: no model may learn from them"),
        "time": _("Order the rows in time"),
    }
    lines = tuple(
        _("{reason}: {fields}").format(reason=words.get(code, code), fields=listed(names))
        for code, names in by_reason.items()
    )
    return [Section(_("Left out for other reasons"), lines)] if lines else []


def _drivers(found: Sequence[tuple[str, float]]) -> Chart:
    rows = [(name, value, f"{value:.2f}", "") for name, value in found[:MOST_DRIVERS]]
    return bars("drivers", _("Key drivers"), rows, _("mean change of the log odds"))


def _calibration(bins: Sequence[tuple[int, float, float]]) -> Chart:
    rows = [
        (_("foretold {share}").format(share=percent(told, 0)), came, percent(came, 0),
         _("of {n}").format(n=f"{n:,}"))
        for n, told, came in bins
    ]  # fmt: skip
    return bars("calibration", _("Foretold and come true"), rows, _("share that came true"))


def _likely(workspace: Workspace, found: PredictionReport) -> Section:
    from profiler_app.store.customers import file_keys

    ids = {key: customer for customer, key in file_keys(workspace.connection).items()}
    shown = [each for each in found.forecasts if each.row in ids and each.known is not True]
    shown = shown[:MOST_ROWS]
    customers = tuple(ids[each.row] for each in shown)
    named = names(workspace, customers)
    rows = tuple(
        (*named[customer], likelihood(each.probability),
         in_a_row([reason.sentence for reason in each.reasons]))
        for customer, each in zip(customers, shown, strict=True)
    )  # fmt: skip
    headers = (_("Number"), _("Name"), _("How likely"), _("Reasons"))
    title = _("Most likely of those who are not “{yes}” yet").format(yes=_yes_words(found))
    return Section(title, table=Table(headers, rows, customers))


def _yes_words(found: PredictionReport) -> str:
    field = find_field(found.target)
    if found.yes in ("true", "false"):
        return yes_or_no(found.yes == "true")
    return found.yes if field is None else show(field, found.yes)


def likelihood(probability: float) -> str:
    """Return the word for a probability."""
    return _(next(word for least, word in _LIKELY if probability >= least))
