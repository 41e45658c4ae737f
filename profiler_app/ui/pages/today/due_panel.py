"""Reminders: what is overdue, what is due today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from profiler_app.domain.text import _, ngettext, pgettext
from profiler_app.domain.today import DUE_TITLES, Due, Today
from profiler_app.jobs.reminders import rule_of
from profiler_app.ui import icons
from profiler_app.ui.pages.segments.parts import scrolled
from profiler_app.ui.pages.today.lines import Line
from profiler_app.ui.pages.today.risk_panel import clear
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button, IconButton
from profiler_app.ui.widgets.flow import FlowBox
from profiler_app.ui.widgets.labels import ElidedLabel, Label, as_tooltip
from profiler_app.ui.widgets.panel import Panel
from profiler_app.ui.widgets.surface import Surface

ICONS: Mapping[str, str] = {
    "task": "phone",
    "complaint": "message-square",
    "service": "wrench",
    "maturity": "piggy-bank",
    "facility": "file-text",
    "id_doc": "id-card",
    "risk_check": "gauge",
    "next_step": "phone",
    "birthday": "cake",
    "anniversary": "heart-handshake",
    "festival": "sparkles",
    "at_risk": "shield-alert",
}


_LINES, _LEAST = 25, 6


class DuePanel(Panel):
    """``done``, ``card``, ``later``, ``why`` (with a widget) carry a reminder, ``every`` a kind."""

    done = Signal(object)
    later = Signal(object, object)
    why = Signal(object, object)
    card = Signal(object)
    calendar = Signal()
    maturities = Signal()
    every = Signal(str)
    members = Signal(object, str)

    def __init__(self) -> None:
        super().__init__("·")
        self.save = Button(icon="calendar", kind="ghost", small=True)
        self.save.clicked.connect(lambda _on=False: self.calendar.emit())
        self.matures = Button(icon="piggy-bank", kind="ghost", small=True)
        self.matures.clicked.connect(lambda _on=False: self.maturities.emit())
        self.head.add(self.matures)
        self.head.add(self.save)
        self._none = Label("", "body", "text.secondary", wrap=True)
        holder = Surface(edges=Qt.Edge(0))
        self._lines = QVBoxLayout(holder)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        self._lines.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._area = scrolled(holder)
        self.more = Button(kind="link", small=True)
        self.more.clicked.connect(lambda _on=False: self._show_more())
        self.foot = FlowBox(gap=12, line_gap=2)
        self.body.addWidget(self._none)
        self.body.addWidget(self._area, 1)
        self.body.addWidget(self.more)
        self.body.addWidget(self.foot)
        self._today: Today | None = None
        self._room = _LINES

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.head.set_title(_("Reminders"))
        self.matures.setText(_("Maturities"))
        self.matures.setToolTip(_("What matures in 7 or 30 days, and what suits instead"))
        self.save.setText(_("Calendar"))
        self.save.setToolTip(_("Write open tasks into a calendar file (.ics)"))
        self._none.setText(_("Nothing is due today."))
        if self._today is not None:
            self.show_today(self._today)

    def show_today(self, today: Today) -> None:
        """Show what is due on a day."""
        self._today = today
        self.matures.setVisible(today.maturing)
        late, now, soon = today.overdue(), today.due_now(), _coming(today)
        n = today.to_do
        note = ngettext("{n} to do", "{n} to do", n).format(n=f"{n:,}") if n else ""
        if n > len(today.dues):
            note = _("{n} listed of {total}").format(n=f"{len(today.dues):,}", total=f"{n:,}")
        self.head.set_note(note)
        clear(self._lines)
        groups = (
            (_("Overdue"), "danger", late),
            (pgettext("day", "Today"), "text.secondary", now),
            (_("Soon"), "text.secondary", soon),
        )
        rooms = _shared(self._room, [len(dues) for _title, _ink, dues in groups])
        for (title, ink, dues), room in zip(groups, rooms, strict=True):
            self._group(title, ink, dues, room, today.day)
        hidden = len(today.dues) - self._room
        self.more.setVisible(hidden > 0)
        self.more.setText(ngettext("Show {n} more", "Show {n} more", hidden).format(n=hidden))
        self._none.setVisible(not today.dues)
        self._area.setVisible(bool(today.dues))
        self._show_foot(today)

    def _show_foot(self, today: Today) -> None:
        """Say what is not listed; a kind that a rule tells opens all its customers."""
        parts: list[QWidget] = []
        for kind, count in today.more_dues.items():
            said = _("{what}: {n} more").format(what=_(DUE_TITLES[kind]), n=f"{count:,}")
            if not rule_of(kind):
                parts.append(_beside_links(said))
                continue
            link = Button(said, kind="link", small=True)
            link.clicked.connect(lambda _on=False, kind=kind: self.every.emit(kind))
            parts.append(link)
        for told, members in (
            (_("Valuable, without an owner: {n}"), today.ownerless),
            (_("Valuable, without a next step: {n}"), today.stepless),
        ):
            if members.count:
                link = Button(told.format(n=f"{members.count:,}"), kind="link", small=True)
                title = told.partition(":")[0].partition("：")[0]
                link.clicked.connect(lambda _on=False, m=members, t=title: self.members.emit(m, t))
                parts.append(link)
        n = today.coming
        if n:
            told = ngettext("{n} task in the next 7 days", "{n} tasks in the next 7 days", n)
            parts.append(_beside_links(told.format(n=f"{n:,}")))
        self.foot.set_widgets(parts)
        self.foot.setVisible(bool(parts))

    def _show_more(self) -> None:
        self._room += _LINES
        if self._today is not None:
            self.show_today(self._today)

    def _group(self, title: str, ink: str, dues: Sequence[Due], room: int, day: date) -> None:
        """Show as many of a group as there is room for: making lines takes time."""
        if not dues or not room:
            return
        head = Label(f"{title}  {len(dues)}", "caption", ink)
        head.setContentsMargins(8, 6, 0, 2)
        self._lines.addWidget(head)
        for due in dues[:room]:
            self._lines.addWidget(self._line(due, day))

    def _line(self, due: Due, day: date) -> Line:
        clock = IconButton("clock", _("Later"), small=True)
        clock.clicked.connect(lambda _on=False: self.later.emit(due, clock))
        tick = IconButton("check", _("Done: {title}").format(title=due.title), small=True)
        tick.clicked.connect(lambda _on=False: self.done.emit(due))
        line = Line(
            partial(self.card.emit, due),
            {
                Qt.Key.Key_Space: partial(self.done.emit, due),
                Qt.Key.Key_L: lambda: self.later.emit(due, clock),
                Qt.Key.Key_W: lambda: self.why.emit(due, line),
            },
            f"{due.title}，{due.who.name}，{due.when(day)}",
        )
        sign = QLabel()
        side = current().px(16)
        sign.setPixmap(icons.pixmap(ICONS[due.kind], "text.secondary", side, 1.0))
        line.row.addWidget(sign)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(ElidedLabel(due.who.name, "strong"))
        told = ElidedLabel(due.title, "caption", "text.secondary")
        told.setToolTip(as_tooltip(due.title))
        words.addWidget(told)
        line.row.addLayout(words, 1)
        line.setToolTip(_("Enter opens it, Space does it, L puts off, W says why"))
        late = due.due < day
        line.row.addWidget(Label(due.when(day), "caption", "danger" if late else "text.secondary"))
        line.row.addWidget(clock)
        line.row.addWidget(tick)
        return line


def _beside_links(text: str) -> Label:
    label = Label(text, "caption", "text.secondary")
    label.setMinimumHeight(current().px(26))  # that of a small button
    return label


def _shared(room: int, sizes: Sequence[int]) -> list[int]:
    """Share lines among groups: a few for each, so that none is pushed out, the rest in order."""
    shares = [min(size, _LEAST) for size in sizes]
    left = room - sum(shares)
    for at, size in enumerate(sizes):
        more = max(0, min(size - shares[at], left))
        shares[at] += more
        left -= more
    return shares


def _coming(today: Today) -> list[Due]:
    return [due for due in today.dues if due.due > today.day]
