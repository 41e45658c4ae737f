"""Beside the map: who is chosen, group and household as one, guarantee circles."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.money import format_money
from profiler_app.domain.relation_map import Bond, GroupTotal, Influence, RelationMap
from profiler_app.domain.text import _, ngettext, pgettext
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.avatar import Avatar
from profiler_app.ui.widgets.band import Band
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import ElidedLabel, Label, SectionHead
from profiler_app.ui.widgets.panel import Hairline
from profiler_app.ui.widgets.pills import StatusPill
from profiler_app.ui.widgets.surface import Surface

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RelationsPanel(Surface):
    """``opened`` carries the customer whose card is asked for."""

    opened = Signal(int)

    def __init__(self, found: RelationMap, chosen: int) -> None:
        super().__init__()
        self._map = found
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(18)
        column.addLayout(self._head(chosen))
        if chosen in found.influence:
            column.addWidget(_influence(found.influence[chosen]))
        if found.circles:
            column.addWidget(self._circles())
        column.addWidget(self._ties(chosen))
        if found.group is not None:
            n = len(found.group.members)
            note = ngettext("{n} company", "{n} companies", n).format(n=n)
            column.addWidget(_total(_("The group as one"), note, found.group, found))
        if found.household is not None:
            n = len(found.household.members)
            note = ngettext("{n} person", "{n} persons", n).format(n=n)
            column.addWidget(_total(_("The household as one"), note, found.household, found))
        if found.cut:
            said = _("More customers are tied to these than the map can show.")
            column.addWidget(Label(said, "caption", "text.secondary", wrap=True))
        column.addStretch(1)

    def _head(self, chosen: int) -> QHBoxLayout:
        each = next(who for who in self._map.customers if who.customer == chosen)
        row = QHBoxLayout()
        row.setSpacing(10)
        avatar = Avatar(32)
        avatar.set_customer(each.initial, each.number, each.kind)
        row.addWidget(avatar)
        row.addWidget(ElidedLabel(each.name, "strong"), 1)
        card = Button(_("Open the card"), small=True)
        card.clicked.connect(lambda: self.opened.emit(chosen))
        row.addWidget(card)
        return row

    def _ties(self, chosen: int) -> QWidget:
        box, column = _box()
        bonds = [b for b in self._map.bonds if chosen in (b.customer, b.other)]
        column.addWidget(SectionHead(_("Relations"), f"{len(bonds)}", role="strong"))
        for bond in bonds:
            column.addWidget(self._bond(bond, chosen))
        if not bonds:
            column.addWidget(Label(_("No relations yet."), "body", "text.tertiary"))
        return box

    def _bond(self, bond: Bond, chosen: int) -> QWidget:
        """Say who the other one is to the chosen one, or the chosen one to him."""
        out = bond.customer == chosen
        words = pgettext("relation", "{what}:") if out else pgettext("relation", "{what} of")
        box, column = _box(spacing=0)
        line = QHBoxLayout()
        line.setSpacing(8)
        said = Label(words.format(what=bond.label), "body", "text.secondary")
        name = ElidedLabel(self._map.named(bond.other if out else bond.customer))
        line.addWidget(said)
        line.addWidget(name, 1)
        column.addLayout(line)
        facts = [] if bond.share is None else [f"{bond.share:g}%"]
        if bond.since is not None:
            facts.append(_("since {day}").format(day=bond.since.isoformat()))
        if bond.note:
            facts.append(bond.note)
        if facts:
            column.addWidget(Label(" · ".join(facts), "caption", "text.tertiary", wrap=True))
        box.setAccessibleName(f"{said.text()} {name.text()}")
        return box

    def _circles(self) -> QWidget:
        n = len(self._map.circles)
        title = ngettext("{n} guarantee circle", "{n} guarantee circles", n).format(n=n)
        rings = [
            " → ".join(self._map.named(who) for who in (*ring, ring[0]))
            for ring in self._map.circles
        ]
        text = _("They guarantee for each other: if one falls, so may all. {circles}")
        return Band("danger", title, text.format(circles="；".join(rings)))


def _influence(reach: Influence) -> QWidget:
    """Say how far somebody's word reaches, and what that follows from."""
    box, column = _box(spacing=2)
    column.addWidget(SectionHead(_("Influence"), f"{reach.score:.0f} / 100", role="strong"))
    brought = ngettext(
        "brought {n} customer who bought in 24 months",
        "brought {n} customers who bought in 24 months",
        reach.brought,
    ).format(n=reach.brought)
    ties = ngettext("{n} live relation", "{n} live relations", reach.ties).format(n=reach.ties)
    rank = _("ranked among all customers (half by whom they brought, then by place in the network)")
    for text in (f"{brought} · {ties}", rank):
        column.addWidget(Label(text, "caption", "text.tertiary", wrap=True))
    return box


def _total(title: str, note: str, group: GroupTotal, found: RelationMap) -> QWidget:
    box, column = _box()
    box.setAccessibleName(title)
    n = len(group.members)
    column.addWidget(SectionHead(title, note, role="strong"))
    sums = QGridLayout()
    sums.setColumnStretch(0, 1)
    sums.setVerticalSpacing(4)
    lines = [(group.value_label, group.value_minor)]
    if group.approved_minor or group.used_minor:
        lines += [
            (_("Credit approved"), group.approved_minor),
            (_("Credit in use"), group.used_minor),
        ]
    for at, (label, amount) in enumerate(lines):
        sums.addWidget(Label(label, "body", "text.secondary"), at, 0)
        sums.addWidget(Label(_money(amount, found), "strong"), at, 1, _RIGHT)
    column.addLayout(sums)
    if group.known < n:
        told = _("{known} of {n} have a value yet.").format(known=group.known, n=n)
        column.addWidget(Label(told, "caption", "text.tertiary"))
    column.addWidget(Hairline())
    column.addWidget(_members(group, found))
    return box


def _members(group: GroupTotal, found: RelationMap) -> QWidget:
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(0)
    grid.setColumnStretch(0, 1)
    credit = bool(group.approved_minor or group.used_minor)
    held = any(member.share is not None for member in group.members)
    titles = ["", _("Share") if held else "", _("Value"), *([_("Credit in use")] if credit else [])]
    for at, title in enumerate(titles):
        grid.addWidget(Label(title, "caption", "text.tertiary"), 0, at, _RIGHT)
    for at, member in enumerate(group.members, start=1):
        grid.setRowMinimumHeight(at, current().px(28))
        here = member.customer == found.customer
        name = QHBoxLayout()
        name.setContentsMargins(current().px(14) * member.level, 0, 0, 0)
        name.setSpacing(6)
        name.addWidget(ElidedLabel(member.name, "strong" if here else "body"), 1)
        if here:
            name.addWidget(StatusPill(_("this customer"), "accent"))
        grid.addLayout(name, at, 0)
        share = "" if member.share is None else f"{member.share:g}%"
        grid.addWidget(Label(share, "body", "text.secondary"), at, 1, _RIGHT)
        grid.addWidget(Label(_money(member.value_minor, found)), at, 2, _RIGHT)
        if credit:
            used = _money(member.used_minor or None, found)
            grid.addWidget(Label(used, "body", "text.secondary"), at, 3, _RIGHT)
    return box


def _money(minor: int | None, found: RelationMap) -> str:
    return "—" if minor is None else format_money(minor, currency=found.currency, compact=True)


def _box(spacing: int = 6) -> tuple[QWidget, QVBoxLayout]:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(spacing)
    return box, column
