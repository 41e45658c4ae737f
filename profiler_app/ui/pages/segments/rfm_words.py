"""The sentences of the RFM tab: the finding, who slipped, what counts as high, one cell."""

from __future__ import annotations

from profiler_app.domain.segmentation import (
    Migration,
    RfmCell,
    RfmGroup,
    RfmOverview,
    group_label,
    is_worse,
)
from profiler_app.domain.text import _, ngettext
from profiler_app.ui.pages.segments.wording import percent, whole_money


def finding(best: RfmGroup) -> str:
    """Say what the strongest group brings."""
    text = _("{group}: {share} of buyers bring {sales} of sales")
    return text.format(
        share=percent(best.share),
        group=group_label(best.group),
        sales=percent(best.sales_share),
    )


def slipped(overview: RfmOverview, migration: Migration | None, currency: str) -> str:
    """Say which move down costs most and how many came back; without one only the day."""
    worse = [m for m in (migration.moved if migration else ()) if is_worse(m)]
    if migration is None or not worse:
        return _("As of {day}").format(day=overview.as_of)
    worst = max(worse, key=lambda move: move.sales_minor)
    back = [m for m in migration.moved if (m.after, m.before) == (worst.before, worst.after)]
    n = worst.customers
    text = ngettext(
        "Since {day} {n} customer slipped from {before} to {after}, {sales} of yearly sales; "
        "{back} came back.",
        "Since {day} {n} customers slipped from {before} to {after}, {sales} of yearly sales; "
        "{back} came back.",
        n,
    )
    return text.format(
        day=migration.before_day,
        n=f"{n:,}",
        before=group_label(worst.before),
        after=group_label(worst.after),
        sales=whole_money(worst.sales_minor, currency),
        back=f"{back[0].customers if back else 0:,}",
    )


def high_scores(overview: RfmOverview) -> str:
    """Say from which score on each of the three counts as high."""
    high = [f"{name} ≥ {int(mean) + 1}" for name, mean in zip("RFM", overview.means, strict=True)]
    text = _("high: {scores}").format(scores=" · ".join(high))
    return f"{text} · {_('borders chosen by hand')}" if overview.by_hand else text


def cell_words(cell: RfmCell, currency: str) -> tuple[str, str]:
    """Return what a cell holds, and its groups."""
    n = cell.customers
    said = ngettext("{n} customer", "{n} customers", n).format(n=f"{n:,}")
    average = _("{amount} on average").format(amount=whole_money(cell.mean_minor, currency))
    parts = sorted(cell.groups.items(), key=lambda item: -item[1])
    words = " · ".join(f"{group_label(name)} {count:,}" for name, count in parts)
    return f"R{cell.recency} · F{cell.frequency} · {said} · {average}", words or _("nobody")
