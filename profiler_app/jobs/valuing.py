"""What customers will buy: a model of purchases chosen by a trial, with intervals and reasons."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from profiler_app.domain.dates import from_day, to_day
from profiler_app.domain.progress import Part, Progress
from profiler_app.domain.text import N_
from profiler_app.domain.valuing import (
    DISCOUNT,
    LIFETIME_MONTHS,
    Caution,
    CustomerOutlook,
    TrialResult,
    ValueReport,
)
from profiler_app.jobs.purchases import Purchases, read_purchases
from profiler_app.jobs.unprofiled import not_profiled
from profiler_app.jobs.value_margin import margin_used
from profiler_app.store.customers import file_keys
from profiler_app.store.workspace import Workspace

if TYPE_CHECKING:
    from profiler_app.analysis.value.choosing import Choice
    from profiler_app.analysis.value.histories import Buyers

_TOLD_OFF = 0.1
_LIKELY_LOST = 0.5
_LONGEST_WAIT = 3_650


def value_customers(
    progress: Progress,
    workspace: Workspace,
    *,
    until: date,
    horizon_days: int,
    model: str = "auto",
    today: date,
    each: bool = False,
) -> ValueReport:
    """Foretell purchases and their value after day ``until`` from what was bought by then.

    ``model`` is one of ``domain.valuing.MODELS``. ``each`` adds the outlook of every customer.
    Who may not be profiled is no part of anything. What is dated after ``today`` is left
    out and told. Nothing is saved.
    """
    from profiler_app.analysis.value import checks
    from profiler_app.analysis.value.histories import buyers_until, purchase_days

    bought = read_purchases(Part(progress, 0.0, 0.5), workspace.connection)
    bought = bought.without(not_profiled(workspace))
    last = to_day(until.isoformat())
    now = to_day(today.isoformat())
    warnings = _left_out(bought, now)
    buyers = buyers_until(bought.customer, bought.day, bought.amount, min(last, now))
    seen = bought.day <= min(last, now)
    owner, days, _sums = purchase_days(bought.customer[seen], bought.day[seen], bought.amount[seen])
    found = checks.look_at(buyers, checks.evenness(owner, days))
    refusals = tuple(Caution(each.code, each.facts) for each in found if each.stops)
    report = ValueReport(
        until=until,
        weeks=horizon_days / 7,
        customers=len(buyers.customers),
        repeaters=int((buyers.histories.frequency > 0).sum()),
        warnings=(*warnings, *(Caution(f.code, f.facts) for f in found if not f.stops)),
        refusals=refusals,
    )
    if refusals:
        return report
    choice = _chosen(progress, bought, buyers, min(last, now), model)
    progress.step(0.85, N_("Looking ahead"))
    return _with_forecast(workspace, report, choice, bought, buyers, last, now, each)


def _left_out(bought: Purchases, now: int) -> tuple[Caution, ...]:
    future = int((bought.day > now).sum())
    told = [Caution("future", {"n": future})] if future else []
    if bought.returns:
        told.append(Caution("returns", {"n": bought.returns}))
    return tuple(told)


def _chosen(
    progress: Progress, bought: Purchases, buyers: Buyers, until: int, model: str
) -> Choice:
    from profiler_app.analysis.value.checks import look_at_fit
    from profiler_app.analysis.value.choosing import Choice, choose, model_named
    from profiler_app.analysis.value.fitting import fit

    def pulse() -> None:  # fits take long: each of their steps can be the last
        progress.step(0.55, N_("Fitting models of purchases"))

    if model == "auto":
        return choose(bought.customer, bought.day, bought.amount, until, pulse=pulse)
    found = fit(model_named(model), buyers.histories, pulse=pulse)
    return Choice(found, (), tuple(look_at_fit(found, buyers.histories)))


def _with_forecast(
    workspace: Workspace,
    report: ValueReport,
    choice: Choice,
    bought: Purchases,
    buyers: Buyers,
    last: int,
    now: int,
    each: bool,
) -> ValueReport:
    from dataclasses import replace

    from profiler_app.analysis.value.choosing import bought_between
    from profiler_app.analysis.value.forecasting import outlook, total
    from profiler_app.analysis.value.spending import fit_spending

    fit, weeks = choice.fit, report.weeks
    outlooks = outlook(fit, buyers.histories, weeks)
    together = total(fit, buyers.histories, weeks, outlooks)
    spending = fit_spending(
        buyers.histories.frequency, buyers.spend, float(buyers.all_spend.mean())
    )
    ends = last + round(weeks * 7)
    actual = None
    if ends <= now and len(bought.day) and int(bought.day.max()) > last:
        later = bought_between(
            bought.customer, bought.day, bought.amount, buyers.customers, last, ends
        )
        actual = float(later.sum())
    told = [Caution(finding.code, finding.facts) for finding in choice.findings]
    told += [
        Caution("off", {"off": trial.off, "forecast": trial.forecast, "actual": trial.actual})
        for trial in choice.trials
        if trial.model == fit.model.name and abs(trial.off) > _TOLD_OFF
    ]
    if spending.reason:
        facts = {"n": spending.customers, "related": spending.related}
        told.append(Caution(spending.reason, facts))
    margin = margin_used(workspace)
    fitted = {"p": spending.p, "q": spending.q, "v": spending.v / 100}
    return replace(
        report,
        model=fit.model.name,
        parameters=fit.by_name,
        log_likelihood=fit.log_likelihood,
        forecast=together.expected,
        low=together.low,
        high=together.high,
        actual=actual,
        spending={} if spending.reason else fitted,
        trials=tuple(
            TrialResult(t.model, t.weeks, t.forecast, t.actual, t.error) for t in choice.trials
        ),
        warnings=(*report.warnings, *told),
        outlooks=_each(workspace, choice, buyers, outlooks, spending, last, margin.share)
        if each
        else (),
        margin=margin.share,
        margin_origin=margin.origin,
    )


def _each(
    workspace: Workspace,
    choice: Choice,
    buyers: Buyers,
    outlooks: Any,
    spending: Any,
    last: int,
    margin: float,
) -> tuple[CustomerOutlook, ...]:
    """Return the outlook of every customer, the most valuable first."""
    from profiler_app.analysis.value.forecasting import lifetime_value

    fit, histories = choice.fit, buyers.histories
    alive = fit.alive(histories)
    wait = fit.model.half_time(fit.values, histories) * 7
    spend = spending.expected(histories.frequency, buyers.spend)
    lifetime = lifetime_value(
        fit, histories, spend, months=LIFETIME_MONTHS, discount=DISCOUNT, margin=margin
    )
    keys = file_keys(workspace.connection)
    rows = [
        CustomerOutlook(
            customer=keys[customer],
            frequency=int(histories.frequency[i]),
            recency=float(histories.recency[i]),
            age=float(histories.age[i]),
            alive=float(alive[i]),
            expected=float(outlooks.expected[i]),
            low=int(outlooks.low[i]),
            high=int(outlooks.high[i]),
            spend=float(spend[i]),
            value=float(outlooks.expected[i] * spend[i]),
            value_low=float(outlooks.low[i] * spend[i]),
            value_high=float(outlooks.high[i] * spend[i]),
            lifetime=float(lifetime[i]),
            next_purchase=_day_after(last, float(wait[i])) if alive[i] > _LIKELY_LOST else None,
        )
        for i, customer in enumerate(buyers.customers.tolist())
    ]
    return tuple(sorted(rows, key=lambda row: (-row.value, row.customer)))


def _day_after(last: int, days: float) -> date | None:
    return from_day(last) + timedelta(days=round(days)) if days < _LONGEST_WAIT else None
