"""How a review says its figures, on the page and on paper."""

from __future__ import annotations

from profiler_app.domain.money import format_money
from profiler_app.domain.profile import Kpi, Tone
from profiler_app.domain.review import Compared, Review, TierContacts
from profiler_app.domain.text import _, ngettext, with_minus


def figures(review: Review, currency: str) -> tuple[Kpi, ...]:
    """Return the figures at the head: what came of the period, and what was done in it."""
    found = []
    for label, money in ((_("Sales"), review.sales), (_("Assets"), review.assets)):
        if money is not None:
            shown = format_money(round(money.now), currency=currency, compact=True)
            found.append(_kpi(label, shown, *_money_moved(money, currency)))
    with_whom = ngettext("with {n} customer", "with {n} customers", review.contacted.count)
    found.append(
        _kpi(
            _("Contacts"),
            f"{review.contacts:,}",
            with_whom.format(n=f"{review.contacted.count:,}"),
        )
    )
    n = review.open.count
    still = ngettext("{n} still open", "{n} still open", n).format(n=f"{n:,}")
    found.append(_kpi(_("Tasks done"), f"{review.done.count:,}", still))
    if (score := review.score) is not None:
        found.append(_kpi(_("Score of the data"), f"{score.now:.1f}", *_points(score)))
    return tuple(found)


def _money_moved(money: Compared, currency: str) -> tuple[str, Tone]:
    if money.before is None:
        return _("no earlier figure"), "neutral"
    moved = round(money.now - money.before)
    if not moved:
        return _("as before"), "neutral"
    amount = format_money(abs(moved), currency=currency, compact=True)
    sign = "+" if moved >= 0 else "\u2212"
    told = _("{change} against before").format(change=f"{sign}{amount}")
    return told, "success" if moved > 0 else "danger"


def _points(score: Compared) -> tuple[str, Tone]:
    if score.before is None:
        return _("no earlier figure"), "neutral"
    moved = round(score.now - score.before, 1)
    if not moved:
        return _("as before"), "neutral"
    told = _("{change} against before").format(change=with_minus(f"{moved:+.1f}"))
    return told, "success" if moved > 0 else "danger"


def period_words(review: Review) -> str:
    """Say which days are counted, and with which day it is compared who moved."""
    days = f"{review.begins:%Y-%m-%d} – {review.until:%Y-%m-%d}"
    if review.since is None:
        return days
    return _("{days} · moves since {day}").format(days=days, day=review.since.isoformat())


def nobody_moved(review: Review) -> str:
    """Say why nobody is listed as moved."""
    if review.since is None:
        return _("From tomorrow on, this compares with what was worked out today.")
    return _("Nobody moved since {day}.").format(day=review.since.isoformat())


def planned_words(tier: TierContacts) -> str:
    """Say how many contacts with a tier are planned for the days: one a month shows as 0.2."""
    if tier.planned is None:
        return "—"
    return f"{tier.planned:,.0f}" if tier.planned >= 10 else f"{tier.planned:.1f}"


def _kpi(label: str, value: str, note: str, tone: Tone = "neutral") -> Kpi:
    return Kpi(key=label, label=label, value=value, note=note, tone=tone)
