"""Which products fit a customer: what is due, what is preferred, what comparable ones have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from profiler_app.analysis.columns import Column
from profiler_app.analysis.likeness import shares
from profiler_app.domain.fields import fields, option_label
from profiler_app.domain.tags import known_tags
from profiler_app.domain.text import N_, _
from profiler_app.domain.visits import Fit
from profiler_app.jobs.cards.reasons import explain_tag
from profiler_app.jobs.cards.subject import Subject
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.likeness_fields import of_group

MOST = 4
_DUE = {
    "service_due": N_("Service of the device"),
    "warranty_ending": N_("Longer warranty"),
    "upgrade_due": N_("Newer model"),
}
_RISKY = frozenset({"wealth", "fund", "insurance", "trust"})
_OLD = 65
_PEERS = {"person": ("age_band", "family_stage"), "company": ("size_class", "industry_section")}
_ENOUGH, _GAP, _ABOVE_CHANCE = 30, 0.3, 1.3


def product_fit(source: ColumnSource, subject: Subject) -> tuple[Fit, ...]:
    """Return up to four products with the reason; nothing for who must not be offered anything.

    Investments wait until there is a valid risk assessment.
    """
    if not subject.allowed or subject.has("no_marketing") or subject.has("complaint_open"):
        return ()
    found: dict[str, Fit] = {}
    for fit in _fits(source, subject):
        found.setdefault(fit.product, fit)
    return tuple(found.values())[:MOST]


def _fits(source: ColumnSource, subject: Subject) -> Iterator[Fit]:
    for tag, title in _DUE.items():
        if subject.has(tag):
            yield Fit(_(title), "fits", explain_tag(subject, known_tags()[tag]).evidence)
    favourite = subject.value("fav_category") if subject.line == "trade" else None
    if favourite:
        reason = _("bought most, {n} orders in all").format(n=subject.orders)
        yield Fit(str(favourite), "fits", reason)
    field = "kinds" if subject.line == "bank" else "fav_category"
    yield from _of_peers(source, subject, field)


def _of_peers(source: ColumnSource, subject: Subject, name: str) -> Iterator[Fit]:
    """Yield what many comparable customers have and this one has not, the most frequent first."""
    mine = subject.value(name) or []
    own = set(mine if isinstance(mine, list) else [mine])
    columns = source.columns((*_PEERS[subject.kind], name))
    if name not in columns:
        return
    by, found = _shares_of_peers(source, subject, columns, name)
    lowest = _GAP if subject.line == "bank" else _ABOVE_CHANCE / max(len(found), 1)
    for product, share in sorted(found.items(), key=lambda pair: (-pair[1], pair[0])):
        if product not in own and share >= lowest:
            yield _peer_fit(subject, name, product, share, by)


def _shares_of_peers(
    source: ColumnSource, subject: Subject, columns: Mapping[str, Column], name: str
) -> tuple[str, dict[str, float]]:
    """Return by which field customers are comparable (empty: kind and line only) and the shares."""
    group = of_group(source, subject.group)
    for by in _PEERS[subject.kind]:
        value, column = subject.value(by), columns.get(by)
        if column is not None and value in column.labels:
            place = list(column.labels).index(value)
            found, n = shares(columns[name], group & column.known & (column.values == place))
            if n >= _ENOUGH:
                return by, found
    found, n = shares(columns[name], group)
    return "", found if n >= _ENOUGH else {}


def _peer_fit(subject: Subject, name: str, product: str, share: float, by: str) -> Fit:
    field = fields()[name]
    title = option_label(field.options, product) if field.options else product
    left = subject.value("risk_assess_left")
    if product in _RISKY and (left is None or left < 0):
        return Fit(title, "wait", _("only after a valid risk assessment"))
    if product in _RISKY and (subject.value("age") or 0) >= _OLD:
        return Fit(title, "wait", _("from 65 years on only with a second confirmation"))
    if not by:
        held = _("{share:.0%} of customers of this kind hold it")
        bought = _("{share:.0%} of customers of this kind buy it most")
        return Fit(title, "fits", (held if name == "kinds" else bought).format(share=share))
    held = _("{share:.0%} of customers with the same {field} hold it")
    bought = _("{share:.0%} of customers with the same {field} buy it most")
    words = held if name == "kinds" else bought
    return Fit(title, "fits", words.format(share=share, field=fields()[by].label))
