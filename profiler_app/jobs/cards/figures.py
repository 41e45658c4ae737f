"""The figures of a card: the strip on top, the scores and the monthly chart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from profiler_app.domain.dates import from_day
from profiler_app.domain.fields import fields
from profiler_app.domain.models import RFM_GROUPS
from profiler_app.domain.money import format_money
from profiler_app.domain.profile import (
    Badge,
    CategoryAmount,
    DimensionBlock,
    Kpi,
    MonthPoint,
    RfmOnCard,
    Series,
    Tone,
)
from profiler_app.domain.tags import known_tags
from profiler_app.domain.text import N_, _, ngettext, with_minus
from profiler_app.jobs.cards.subject import Subject

_MONTHS = 24
_STRIPS = {
    "person:trade": ("monetary_all", "monetary_12m", "aov_12m", "rfm"),
    "person:bank": ("aum_mavg", "deposit_mavg", "contribution_12m", "product_kinds"),
    "company:trade": ("monetary_all", "monetary_12m", "rfm", "roles_covered"),
    "company:bank": ("contribution_12m", "deposit_mavg", "limit_use", "roles_covered"),
}
_CONTRACT = frozenset({"monetary_all", "monetary_12m", "aum_mavg", "deposit_mavg", "product_kinds"})
_SHORT = {
    "monetary_12m": N_("12-month spend"),
    "aov_12m": N_("Average order"),
    "aum_mavg": N_("Average AUM"),
    "deposit_mavg": N_("Avg. deposits"),
    "contribution_12m": N_("Contribution"),
    "product_kinds": N_("Product kinds"),
    "limit_use": N_("Limit use"),
    "roles_covered": N_("Roles covered"),
    "completeness": N_("Completeness"),
}
"""Names that fit, where the name of the field is too long in one of the languages."""
_DANGER, _WARNING = 0.9, 0.8


def kpis(
    subject: Subject, blocks: tuple[DimensionBlock, ...], *, stage: Badge | None
) -> tuple[Kpi, ...]:
    """Return the strip of figures for this type of customer and line of business."""
    group = rfm(subject)
    shown = [
        _rfm(subject, group) if key == "rfm" else _figure(subject, key)
        for key in (_STRIPS[subject.group])
    ]
    return (*shown, _stage(subject, stage), _completeness(blocks))


def _name(key: str) -> str:
    """Return what a figure is called in the narrow cells of the strip."""
    return _(_SHORT[key]) if key in _SHORT else fields()[key].label


def _figure(subject: Subject, key: str) -> Kpi:
    field, value, name = fields()[key], subject.value(key), _name(key)
    if not subject.allowed and key not in _CONTRACT:
        return Kpi(key, name, None, reason=_("needs consent"))
    if value is None and key.startswith("monetary"):
        value = 0
    if value is None:
        return Kpi(key, name, None, reason=_reason(subject))
    note = _NOTES[key](subject) if key in _NOTES else ""
    if field.kind == "money":
        text = format_money(value, currency=subject.currency, compact=True)
        return Kpi(key, name, text, note=note, amount_minor=value)
    text = subject.text(key) or ""
    if key == "roles_covered":
        text = _("{n} of {total}").format(n=value, total=5)
    tone = _limit_tone(value) if key == "limit_use" else "neutral"
    return Kpi(key, name, text, note=note, tone=tone, number=float(value))


def _reason(subject: Subject) -> str:
    if subject.line == "trade":
        return _("computed after the first order")
    return _("no records yet")


def _limit_tone(value: float) -> Tone:
    return "danger" if value >= _DANGER else "warning" if value >= _WARNING else "neutral"


def _orders_and_rank(subject: Subject) -> str:
    if not subject.orders:
        return _("no orders yet")
    n = subject.orders
    counted = ngettext("{n} order", "{n} orders", n).format(n=n)
    rank = subject.value("spend_pct")
    if rank is None or not subject.allowed:
        return counted
    top = max(1, round(100 * (1 - rank)))
    return _("{orders} · top {percent}%").format(orders=counted, percent=top)


def _year_on_year(subject: Subject) -> str:
    today = subject.as_of.toordinal() - date(1970, 1, 1).toordinal()
    last, before = (
        sum(
            row["net"] or 0
            for row in subject.lines
            if start < today - row["day"] + 1 <= start + 365
        )
        for start in (0, 365)
    )
    if before <= 0:
        return ""
    change = round(100 * (last - before) / before)
    return with_minus(_("{percent:+d}% in a year").format(percent=change))


def _interval(subject: Subject) -> str:
    every = subject.text("ipi_mean")
    if every is None or not subject.allowed:
        return ""
    n = round(subject.value("ipi_mean"))
    return ngettext("every {n} day", "every {n} days", n).format(n=n)


def _change(field: str) -> Callable[[Subject], str]:
    def note(subject: Subject) -> str:
        change = subject.value(field)
        if change is None or not subject.allowed:
            return ""
        return with_minus(_("{percent:+d}% in 3 m.").format(percent=round(100 * change)))

    return note


def _rank(subject: Subject) -> str:
    rank = subject.value("value_pct")
    return (
        "" if rank is None else _("top {percent}%").format(percent=max(1, round(100 - 100 * rank)))
    )


def _limits(subject: Subject) -> str:
    limits = [row for row in subject.dated("facility") if row["kind"] == "limit"] or list(
        subject.dated("facility")
    )
    approved = sum(row["approved"] or 0 for row in limits)
    shown = format_money(approved, currency=subject.currency, compact=True)
    return _("of {limit}").format(limit=shown)


def _decider(subject: Subject) -> str:
    gap = subject.value("decider_gap_days")
    if gap is None:
        return _("decider not met")
    return ngettext("met {n} day ago", "met {n} days ago", gap).format(n=gap)


_NOTES: Mapping[str, Callable[[Subject], str]] = {
    "monetary_all": _orders_and_rank,
    "monetary_12m": _year_on_year,
    "aov_12m": _interval,
    "aum_mavg": _change("aum_chg_3m"),
    "deposit_mavg": _change("deposit_chg_3m"),
    "contribution_12m": _rank,
    "limit_use": _limits,
    "roles_covered": _decider,
}


def _rfm(subject: Subject, group: RfmOnCard | None) -> Kpi:
    if group is None:
        reason = _reason(subject) if subject.allowed else _("needs consent")
        return Kpi("rfm", "RFM", None, reason=reason)
    text = f"R{group.recency_score} F{group.frequency_score} M{group.monetary_score}"
    return Kpi("rfm", "RFM", text, note=group.group_label)


def _stage(subject: Subject, stage: Badge | None) -> Kpi:
    name = _name("lifecycle")
    if stage is None:
        reason = _("no records yet") if subject.allowed else _("needs consent")
        return Kpi("lifecycle", name, None, reason=reason)
    note = ""
    if stage.since is not None:
        note = _("since {day}").format(day=stage.since.isoformat())
    return Kpi("lifecycle", name, stage.label, note=note, tone=stage.tone)


def _completeness(blocks: tuple[DimensionBlock, ...]) -> Kpi:
    filled, total = (sum(getattr(block, name) for block in blocks) for name in ("filled", "total"))
    share = filled / total
    note = _("{filled}/{total} · {missing} open").format(
        filled=filled, total=total, missing=total - filled
    )
    name = _name("completeness")
    return Kpi("completeness", name, f"{round(100 * share)}%", note=note, number=share)


def rfm(subject: Subject) -> RfmOnCard | None:
    """Return scores, the values behind them and the group, None without purchases."""
    scores = [subject.value(name) for name in ("rfm_r", "rfm_f", "rfm_m")]
    frozen = subject.run.context["rfm"] if subject.run else None
    if None in scores or frozen is None or not subject.allowed:
        return None
    high = [bool(subject.value(name)) for name in ("r_high", "f_high", "m_high")]
    group = RFM_GROUPS[4 * high[0] + 2 * high[1] + high[2]]
    return RfmOnCard(
        recency_days=subject.value("recency_days"),
        frequency=subject.value("freq_12m"),
        monetary_minor=subject.value("monetary_12m"),
        recency_score=scores[0],
        frequency_score=scores[1],
        monetary_score=scores[2],
        group=group,
        group_label=known_tags()[f"rfm_{group}"].label,
        population=int(frozen["customers"]),
    )


def segment(group: RfmOnCard | None) -> Badge | None:
    """Return the RFM group as a badge."""
    return None if group is None else Badge(group.group, group.group_label)


def series(subject: Subject) -> Series | None:
    """Return 24 months of spend, or of month-average balances; None without any record."""
    return _spend(subject) if subject.line == "trade" else _balances(subject)


def _months(as_of: date) -> list[date]:
    last = as_of.year * 12 + as_of.month - 1
    return [date(m // 12, m % 12 + 1, 1) for m in range(last - _MONTHS + 1, last + 1)]


def _spend(subject: Subject) -> Series | None:
    if not subject.lines:
        return None
    spent: dict[date, int] = {}
    orders: dict[date, set[object]] = {}
    for row in subject.lines:
        month = from_day(row["day"]).replace(day=1)
        spent[month] = spent.get(month, 0) + (row["net"] or 0)
        if row["kind"] == "sale":
            orders.setdefault(month, set()).add((row["order_no"], row["day"]))
    points = tuple(
        MonthPoint(month, spent.get(month, 0), orders=len(orders.get(month, ())))
        for month in _months(subject.as_of)
    )
    sales = [row["day"] for row in subject.lines if row["kind"] == "sale"]
    return Series(
        "spend",
        _("Spend"),
        points,
        mean_minor=round(sum(point.amount_minor or 0 for point in points[-12:]) / 12),
        last_on=from_day(max(sales)) if sales else None,
        categories=_categories(subject),
    )


def _categories(subject: Subject) -> tuple[CategoryAmount, ...]:
    first = _months(subject.as_of)[0]
    sums: dict[str, int] = {}
    for row in subject.lines:
        found = subject.products.get(row["product_id"] or 0)
        if from_day(row["day"]) >= first and found and found["category"]:
            sums[found["category"]] = sums.get(found["category"], 0) + (row["net"] or 0)
    total = sum(amount for amount in sums.values() if amount > 0)
    ranked = sorted(((-amount, name) for name, amount in sums.items() if amount > 0))
    return tuple(CategoryAmount(name, -amount, -amount / total) for amount, name in ranked[:5])


_DEBTS = frozenset({"loan", "card", "guarantee", "discount"})


def _balances(subject: Subject) -> Series | None:
    sums = monthly_balances(subject)
    if not sums:
        return None
    points = tuple(MonthPoint(month, sums.get(month)) for month in _months(subject.as_of))
    known = [point.amount_minor for point in points[-12:] if point.amount_minor is not None]
    mean = round(sum(known) / len(known)) if known else None
    return Series("balance", _("Month-average balance"), points, mean_minor=mean)


def monthly_balances(subject: Subject) -> dict[date, int]:
    """Return what all accounts but debts held together on average, by month."""
    debts = {
        row["id"]
        for row in subject.dated("account")
        if (subject.products.get(row["product_id"] or 0) or row)["kind"] in _DEBTS
    }
    sums: dict[date, int] = {}
    for row in subject.dated("balance"):
        amount = row["month_avg"] if row["month_avg"] is not None else row["point"]
        if row["account_id"] not in debts and amount is not None:
            month = from_day(row["day"]).replace(day=1)
            sums[month] = sums.get(month, 0) + amount
    return sums
