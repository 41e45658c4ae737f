"""Relations between customers: groups, supply chains, guarantees, referrals.

A row says that ``other_id`` is the <kind> of its customer: the parent company, the referrer...
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from profiler_app.analysis.columns import BoolArray
from profiler_app.analysis.features.credit import overdue_now
from profiler_app.analysis.features.view import Features, Found, View
from profiler_app.analysis.rows import IntArray, Rows, find
from profiler_app.domain.fields import options
from profiler_app.domain.merging import NEVER_MERGE

TWO_YEARS = 730
CONTROL = ("parent_company", "subsidiary", "affiliate", "actual_controller", "guarantor")


@dataclass(frozen=True, slots=True, eq=False)
class _Links:
    """Live relations; ``other`` is the position of the other end, -1 when it is not loaded."""

    rows: Rows
    other: IntArray

    def of(self, *kinds: str) -> BoolArray:
        return self.rows.is_in("kind", *kinds)

    def outgoing(self, mask: BoolArray) -> IntArray:
        """Count the marked relations at the customer they are written for."""
        return np.bincount(self.rows.owner[mask], minlength=self.rows.customers)

    def incoming(self, mask: BoolArray) -> IntArray:
        """Count the marked relations at their other end."""
        return np.bincount(self.other[mask & (self.other >= 0)], minlength=self.rows.customers)

    def both(self, mask: BoolArray) -> IntArray:
        return self.outgoing(mask) + self.incoming(mask)


def relations(view: View) -> Features:
    """Compute relations, referrals, roles in a group and in a supply chain."""
    rows = view.rows("relation")
    rows = rows.where(rows.is_null("until") | (rows["until"] > view.today))
    rows = rows.where(~rows.is_in("kind", NEVER_MERGE))
    links = _Links(rows, find(view.facts.ids, rows["other_id"]))
    every = np.ones(len(rows), bool)
    return {
        "degree": view.always(links.both(every)),
        "guarantee_links": view.always(links.both(links.of("guarantor"))),
        "referrals_24m": view.always(_referrals(view, links)),
        "group_role": _group_role(view, links),
        "sc_role": _chain_role(view, links),
        "related_overdue": _related_overdue(view, links),
    }


def _referrals(view: View, links: _Links) -> IntArray:
    """Count whom a customer brought in two years and who bought or opened an account."""
    deals = view.sales.any() | view.rows("account").any()
    recent = links.rows["since"] > view.today - TWO_YEARS
    return links.incoming(links.of("referrer") & recent & deals[links.rows.owner])


def _group_role(view: View, links: _Links) -> Found:
    """Return core for who has a subsidiary and no parent, member for who has a parent."""
    names = tuple(option.id for option in options("group_role"))
    above = links.outgoing(links.of("parent_company")) + links.incoming(links.of("subsidiary"))
    below = links.outgoing(links.of("subsidiary")) + links.incoming(links.of("parent_company"))
    code = np.select(
        [above > 0, below > 0], [names.index("member"), names.index("core")], names.index("none")
    )
    return Found(code, np.ones(view.size, bool), names)


def _chain_role(view: View, links: _Links) -> Found:
    """Return upstream for who supplies, downstream for who buys, core for who has both around."""
    names = tuple(option.id for option in options("sc_role"))
    supplier, buyer = links.of("upstream_supplier"), links.of("downstream_buyer")
    suppliers = links.outgoing(supplier) + links.incoming(buyer)
    buyers = links.outgoing(buyer) + links.incoming(supplier)
    code = np.select(
        [(suppliers > 0) & (buyers > 0), buyers > 0, suppliers > 0],
        [names.index("core"), names.index("upstream"), names.index("downstream")],
        names.index("none"),
    )
    return Found(code, np.ones(view.size, bool), names)


def _related_overdue(view: View, links: _Links) -> Found:
    overdue = overdue_now(view.rows("facility"))
    late = overdue.known & (overdue.values > 0)
    near = links.of(*CONTROL) & (links.other >= 0)
    owner, other = links.rows.owner[near], links.other[near]
    found = np.zeros(view.size, bool)
    found[owner[late[other]]] = True
    found[other[late[owner]]] = True
    return Found(found, links.both(links.of(*CONTROL)) > 0)
