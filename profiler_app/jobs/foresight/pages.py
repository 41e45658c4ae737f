"""What the runs of models say, as reports for the window and for paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from profiler_app.domain.baskets import BasketReport
from profiler_app.domain.fields import find_field
from profiler_app.domain.insights import Chart, Mark
from profiler_app.domain.predicting import LEAST_AUC, PredictionReport, Told
from profiler_app.domain.predicting import model_name as yes_no_model
from profiler_app.domain.recommending import METHODS, Method, best_method
from profiler_app.domain.reports import Cell, Report, Section, Table
from profiler_app.domain.rules.showing import listed, show, yes_or_no
from profiler_app.domain.scorecards import ScorecardReport, notice, strength
from profiler_app.domain.text import N_, _, pgettext
from profiler_app.domain.valuing import ValueReport
from profiler_app.domain.valuing import model_name as value_model
from profiler_app.jobs.foresight.churn import HORIZON, ChurnModel, level_of
from profiler_app.jobs.insights.warned import level_label
from profiler_app.jobs.insights.words import money, percent
from profiler_app.store.customers import read_customers
from profiler_app.store.workspace import Workspace

MOST_ROWS = 200
_MOST_DRIVERS = 10
_LIKELY = ((0.7, N_("very likely")), (0.4, N_("likely")), (0.0, N_("hardly")))
_GATES = {
    "few": N_("Too few customers bought often enough 182 and 91 days ago: at least 200 are needed, "
              "50 of them on either side."),
    "weak": N_("It does not tell leaving from staying well enough (AUC below 0.70)."),
    "uncalibrated": N_("Its probabilities are off by more than 5% on average."),
    "unordered": N_("The share that stayed away does not rise from yellow to orange to red, with "
                    "at least 30 customers on each level."),
}  # fmt: skip


def _names(workspace: Workspace, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    found = read_customers(workspace.connection, ids, ("number", "name"))
    return {customer: (str(code), str(name)) for customer, (code, name) in found.items()}


def _bars(
    key: str, title: str, rows: Sequence[tuple[str, float, str, str]], note: str = ""
) -> Chart:
    marks = tuple(
        Mark(label, value, shown, 0, note=said, ink="0") for label, value, shown, said in rows
    )
    return Chart(key, "bars", title, note, marks)


# -- customer value


def value_page(workspace: Workspace, found: ValueReport, ids: Mapping[str, int]) -> Report:
    """Report a forecast of purchases and their value."""
    title, day = _("Customer value"), found.until.isoformat()
    if found.refusals:
        lines = tuple(each.sentence for each in found.refusals)
        verdict = _("No forecast: the data do not allow one.")
        return Report("value", title, day, verdict, "warning",
                      sections=(Section(_("Why not"), lines),))  # fmt: skip
    currency = workspace.settings.currency
    total = sum(each.value for each in found.outlooks)
    assert found.forecast is not None
    text = _("{n:,.0f} purchases are expected in {weeks:.0f} weeks, worth {amount}.")
    verdict = text.format(n=found.forecast, weeks=found.weeks, amount=money(total, currency))
    figures = (
        (_("Model"), value_model(found.model), _("chosen by a trial on your own data")),
        (_("Expected purchases"), f"{found.forecast:,.0f}",
         _("{low:,.0f} to {high:,.0f} in eight of ten cases").format(
             low=found.low, high=found.high)),
        (_("Customers"), f"{found.customers:,}",
         _("{n} of them bought again").format(n=f"{found.repeaters:,}")),
    )  # fmt: skip
    sections = [*_trials(found), *_warnings([each.sentence for each in found.warnings])]
    sections.append(_outlooks(workspace, found, ids, currency))
    return Report("value", title, day, verdict, "success", figures, tuple(sections))


def _trials(found: ValueReport) -> list[Section]:
    if not found.trials:
        return []
    headers = (_("Model"), _("Weeks tried"), _("Foretold"), _("Came"), _("Error"))
    rows = tuple(
        (value_model(each.model), f"{each.weeks:.0f}", f"{each.forecast:,.0f}",
         f"{each.actual:,.0f}", f"{each.error:.3f}")
        for each in found.trials
    )  # fmt: skip
    lines = (_("Every model foretold the last part of the known time from what was before it."),)
    return [Section(_("Trial on your own data"), lines, table=Table(headers, rows))]


def _warnings(lines: Sequence[str]) -> list[Section]:
    return [Section(_("To know"), tuple(lines))] if lines else []


def _outlooks(
    workspace: Workspace, found: ValueReport, ids: Mapping[str, int], currency: str
) -> Section:
    shown = [each for each in found.outlooks if each.customer in ids][:MOST_ROWS]
    customers = tuple(ids[each.customer] for each in shown)
    names = _names(workspace, customers)
    headers = (_("Number"), _("Name"), _("Expected purchases"), _("Expected value"),
               _("Value of 36 months"), _("Next purchase"))  # fmt: skip
    rows = tuple(
        (*names[customer], f"{each.expected:.1f} ({each.low}–{each.high})",
         money(each.value, currency), money(each.lifetime, currency),
         each.next_purchase.isoformat() if each.next_purchase else "—")
        for customer, each in zip(customers, shown, strict=True)
    )  # fmt: skip
    title = _("The customers worth most")
    return Section(title, table=Table(headers, rows, customers))


# -- churn


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
        ("AUC", f"{found.auc:.3f}", _("on {n} customers 91 days later").format(
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
        _warned(workspace, found),
    ]
    tone: Any = "warning" if found.failed else "success"
    return Report("churn", title, day, verdict, tone, figures, tuple(sections))


def _level_chart(found: ChurnModel) -> Chart:
    rows = [
        (level_label(level), share, percent(share, 0), _("of {n}").format(n=f"{n:,}"))
        for level, n, share in found.rates
    ]
    title = _("Who stayed away, by level, in the trial")
    return _bars("levels", title, rows, _("no purchase in {n} days").format(n=HORIZON))


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
    return _bars("periods", _("Over time"), rows, _("learned on the first day"))


def _warned(workspace: Workspace, found: ChurnModel) -> Section:
    from profiler_app.analysis.prediction.reasons import usual_value

    assert found.model is not None and found.probability is not None
    order = np.argsort(-found.probability, kind="stable")[:MOST_ROWS]
    order = order[[bool(level_of(float(found.probability[at]))) for at in order.tolist()]]
    added = _added(found, order)
    usual = {name: usual_value(found.now.columns[name]) for name in found.fields}
    customers = tuple(int(found.now.ids[at]) for at in order.tolist())
    names = _names(workspace, customers)
    rows = []
    for row, (at, customer) in enumerate(zip(order.tolist(), customers, strict=True)):
        top = [i for i in np.argsort(-added[row], kind="stable")[:3] if added[row, i] > 0]
        reasons = [_reason(workspace, found, found.fields[i], at, usual) for i in top]
        level = level_label(level_of(float(found.probability[at])))
        rows.append((*names[customer], level, "；".join(reasons)))
    headers = (_("Number"), _("Name"), _("Level"), _("Reasons"))
    lines: tuple[str, ...] = (_("Reasons are what the model looked at, not causes."),)
    if found.failed:
        lines = (_("For your eyes only: a rejected model makes no tags."), *lines)
    title = _("Most likely to stay away")
    return Section(title, lines, table=Table(headers, tuple(rows), customers))


def _added(found: ChurnModel, rows: Any) -> Any:
    """Return what each field adds to the log odds of each row, compared with its usual value."""
    from profiler_app.analysis.columns import Column
    from profiler_app.analysis.prediction.reasons import usual_value

    assert found.model is not None
    mine = {name: found.now.columns[name].take(rows) for name in found.fields}
    scores = found.model.scores(mine)
    added = np.zeros((len(rows), len(found.fields)))
    for i, name in enumerate(found.fields):
        value, known = usual_value(found.now.columns[name])
        column = mine[name]
        alike = Column(
            column.kind,
            np.full(len(column), value, column.values.dtype),
            np.full(len(column), known, np.bool_),
        )
        added[:, i] = scores - found.model.scores({**mine, name: alike})
    return added


def _reason(
    workspace: Workspace, found: ChurnModel, name: str, at: int, usual: Mapping[str, Any]
) -> str:
    field = find_field(name)
    assert field is not None
    currency = workspace.settings.currency
    value = found.now.columns[name].value(at)
    said = _("unknown") if value is None else show(field, value, currency=currency)
    middle, known = usual[name]
    if not known:
        return _("{field} {value}").format(field=field.label, value=said)
    plain = middle.item() if hasattr(middle, "item") else middle
    text = _("{field} {value} (usually {usual})")
    return text.format(field=field.label, value=said, usual=show(field, plain, currency=currency))


# -- any yes or no


def field_page(workspace: Workspace, found: PredictionReport, today: date) -> Report:
    """Report a model of a yes-or-no field: the model card (MOD-01)."""
    field = find_field(found.target)
    label = field.label if field is not None else found.target
    title = _("Who is likely: {field}").format(field=label)
    day = today.isoformat()
    told = [
        *_told(_("Not possible yet"), found.refusals),
        *_told(_("Leaks: left out"), found.leaks),
        *_told(_("To know"), found.warnings),
    ]
    if found.card is None:
        verdict = _("No model: the data do not allow one.")
        return Report("field", title, day, verdict, "warning", sections=tuple(told))
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
        *_told(_("Why it is rejected"), card.rejected),
        *told,
        *_left_out(found.dropped),
        *_told(_("Limits"), found.limits),
        _likely(workspace, found),
    ]
    tone: Any = "warning" if rejected else "success"
    return Report("field", title, day, verdict, tone, figures, tuple(sections))


def _told(title: str, found: Sequence[Told]) -> list[Section]:
    return [Section(title, tuple(each.sentence for each in found))] if found else []


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
    rows = [(name, value, f"{value:.2f}", "") for name, value in found[:_MOST_DRIVERS]]
    return _bars("drivers", _("Key drivers"), rows, _("mean change of the log odds"))


def _calibration(bins: Sequence[tuple[int, float, float]]) -> Chart:
    rows = [
        (_("foretold {share}").format(share=percent(told, 0)), came, percent(came, 0),
         _("of {n}").format(n=f"{n:,}"))
        for n, told, came in bins
    ]  # fmt: skip
    return _bars("calibration", _("Foretold and come true"), rows, _("share that came true"))


def _likely(workspace: Workspace, found: PredictionReport) -> Section:
    from profiler_app.store.customers import file_keys

    ids = {key: customer for customer, key in file_keys(workspace.connection).items()}
    shown = [each for each in found.forecasts if each.row in ids and each.known is not True]
    shown = shown[:MOST_ROWS]
    customers = tuple(ids[each.row] for each in shown)
    names = _names(workspace, customers)
    rows = tuple(
        (*names[customer], _likelihood(each.probability),
         "；".join(reason.sentence for reason in each.reasons))
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


def _likelihood(probability: float) -> str:
    return _(next(word for least, word in _LIKELY if probability >= least))


# -- baskets and recommendations


def rules_page(found: BasketReport, today: date) -> Report:
    """Report what is bought together."""
    best = sorted(found.rules, key=lambda rule: (-rule.lift, -rule.support))[:MOST_ROWS]
    headers = (_("Who buys"), _("also buys"), _("Support"), _("Confidence"), _("Lift"),
               _("Baskets"))  # fmt: skip
    rows = tuple(
        (listed(rule.lhs), listed(rule.rhs), percent(rule.support, 2), percent(rule.confidence, 0),
         f"{rule.lift:.2f}", rule.count)
        for rule in best
    )  # fmt: skip
    lines = (
        _("Support: the share of baskets with both sides. Confidence: of those with the left side, "
          "how many have the right one. Lift: how many times more often than by chance."),
    )  # fmt: skip
    sections = (Section(_("The strongest rules"), lines, table=Table(headers, rows)),)
    title = _("Bought together")
    tone: Any = "success" if rows else "warning"
    return Report("rules", title, today.isoformat(), found.sentence, tone, (), sections)


def recommender_page(
    methods: Sequence[Method], customers: int, products: int, today: date
) -> Report:
    """Report how often each method finds what was bought next."""
    title, day = _("Recommendation"), today.isoformat()
    if not methods:
        verdict = _("Too few customers bought several products: best sellers are offered until "
                    "then.")  # fmt: skip
        return Report("recommender", title, day, verdict, "warning")
    best = best_method(methods)
    plain = next(each for each in methods if each.name == "popularity")
    text = _("“{method}” finds the product bought next among ten in {rate} of the cases; best "
             "sellers in {plain}.")  # fmt: skip
    verdict = text.format(
        method=_(METHODS[best.name]), rate=percent(best.rate), plain=percent(plain.rate)
    )
    rows = [
        (_(METHODS[each.name]), each.rate, percent(each.rate),
         _("covers {share} of the products").format(share=percent(each.coverage, 0)))
        for each in methods
    ]  # fmt: skip
    figures = (
        (_("Customers"), f"{customers:,}", _("{n} tried").format(n=f"{best.tested:,}")),
        (_("Products"), f"{products:,}", ""),
    )
    chart = _bars("hits", _("Found among ten"), rows, _("last purchase hidden"))
    lines = (_("The method found best is the one the card uses to recommend."),)
    sections = (Section(_("The trial"), lines, (chart,)),)
    return Report("recommender", title, day, verdict, "success", figures, sections)


# -- scorecard


def scorecard_page(workspace: Workspace, found: ScorecardReport, today: date) -> Report:
    """Report a scorecard: points, quality, cut-offs, and its notice."""
    field = find_field(found.target)
    title = _("Scorecard: {field}").format(field=field.label if field else found.target)
    day = today.isoformat()
    told = [
        *_told(_("Not possible yet"), found.refusals),
        *_told(_("Leaks: left out"), found.leaks),
        *_told(_("To know"), found.warnings),
    ]
    if not found.fields or found.quality is None:
        verdict = _("No scorecard: the data do not allow one.")
        return Report("scorecard", title, day, verdict, "warning",
                      sections=(*told, Section(_("Notice"), (notice(),))))  # fmt: skip
    quality = {name: value or 0.0 for name, value in found.quality.items()}
    figures = (
        ("AUC", f"{quality['auc']:.3f}", _("on rows it had not seen")),
        ("Gini", f"{quality['gini']:.3f}", ""),
        ("KS", f"{quality['ks']:.3f}", ""),
        (_("Cases"), f"{found.rows:,}", _("{n} bad").format(n=f"{found.bads:,}")),
    )
    sections = (
        Section(pgettext("scorecard", "Points"), charts=(_strengths(found),), table=_points(found)),
        Section(_("Cut-offs"), table=_cut_offs(found)),
        *told,
    )
    if quality["auc"] < LEAST_AUC:
        weak = _("The card hardly tells good from bad: do not use it.")
        return Report("scorecard", title, day, f"{weak} {notice()}", "warning", figures, sections)
    return Report("scorecard", title, day, notice(), "neutral", figures, sections)


def _strengths(found: ScorecardReport) -> Chart:
    rows = [(name, iv, f"{iv:.2f}", strength(iv)) for name, iv in found.ivs[:_MOST_DRIVERS]]
    return _bars("iv", _("Information value"), rows)


def _points(found: ScorecardReport) -> Table:
    headers = (_("Field"), _("Values"), _("Good"), _("Bad"), pgettext("scorecard", "Points"))
    rows = tuple(
        (field.field, each.name, each.good, each.bad, each.points)
        for field in found.fields
        for each in field.bins
    )
    return Table(headers, rows)


def _cut_offs(found: ScorecardReport) -> Table:
    if not found.cut_offs:
        return Table((), ())
    headers = (_("Score from"), _("Accepted"), _("Bad among them"), _("Bad stopped"),
               _("Good lost"))  # fmt: skip
    shares = ("accepted", "bad_rate", "bad_stopped", "good_lost")
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (int(cut["score"]), *(percent(float(cut[name])) for name in shares))
        for cut in found.cut_offs
    )
    return Table(headers, rows)
