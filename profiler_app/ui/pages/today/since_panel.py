"""What changed since last week: who came into which state and why, who moved between groups."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from profiler_app.domain.segmentation import group_label
from profiler_app.domain.text import _, ngettext
from profiler_app.domain.today import Entered, GroupMove, Moved, Since
from profiler_app.ui.pages.today.lines import Line
from profiler_app.ui.pages.today.risk_panel import clear
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.labels import ElidedLabel, Label, as_tooltip
from profiler_app.ui.widgets.painting import fill_round
from profiler_app.ui.widgets.panel import Panel
from profiler_app.ui.widgets.segmented import Segmented

_MOVES = 3
_BAR = 92


class MovesPanel(Panel):
    """Moves between value groups, to worse ones first; ``opened`` asks for the page of segments."""

    opened = Signal()

    def __init__(self) -> None:
        super().__init__("·")
        self._none = Label("", "body", "text.secondary", wrap=True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self.body.addWidget(self._none)
        self.body.addLayout(self._lines)
        self.body.addStretch(1)
        self._since: Since | None = None

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.head.set_title(_("Value groups"))
        self.show_since(self._since)

    def show_since(self, since: Since | None) -> None:
        """Show the moves between two days."""
        self._since = since
        self.head.set_note(_days(since))
        clear(self._lines)
        moves = _largest(since) if since else []
        largest = max((move.customers for move in moves), default=1)
        for move in moves:
            self._lines.addWidget(self._line(move, largest))
        text = _("Nobody changed the group.") if since else _not_yet()
        self._none.setText(text)
        self._none.setVisible(not moves)

    def _line(self, move: GroupMove, largest: int) -> Line:
        told = f"{group_label(move.before)} → {group_label(move.after)}"
        line = Line(self.opened.emit, {}, f"{told}，{move.customers:,}")
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(Label(told, wrap=True))  # both names, in full
        bar = Bar(move.customers / largest, "danger" if move.rank < 0 else "success")
        words.addWidget(bar, 0, Qt.AlignmentFlag.AlignLeft)
        line.row.addLayout(words, 1)
        count = Label(f"{move.customers:,}", "strong")
        count.setMinimumWidth(current().px(36))
        count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line.row.addWidget(count)
        return line


class Bar(QWidget):
    """A short bar: how large a part is."""

    def __init__(self, part: float, color: str) -> None:
        super().__init__()
        self._part, self._color = part, color
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the room of a whole bar."""
        return QSize(current().px(_BAR), current().px(8))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the part."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        wide = max(3.0, self.width() * self._part)
        rect = QRectF(0, 0, wide, self.height())
        fill_round(painter, rect, 2, current().color(self._color))


class EnteredPanel(Panel):
    """Who came into a state since last week, with the reason; ``card`` carries whom."""

    card = Signal(object)

    def __init__(self) -> None:
        super().__init__("·")
        self.choice = Segmented(())
        self.choice.chosen.connect(lambda _key: self._show())
        row = QHBoxLayout()
        row.addWidget(self.choice)
        row.addStretch(1)
        self.body.addLayout(row)
        self._told = Label("", "caption", "text.secondary", wrap=True)
        self.body.addWidget(self._told)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.body.addLayout(self._lines)
        self.body.addStretch(1)
        self._since: Since | None = None

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.head.set_title(_("Who changed, and why"))
        self.show_since(self._since)

    def show_since(self, since: Since | None) -> None:
        """Show who came and went between two days."""
        first, self._since = self._since is None, since
        self.head.set_note(_days(since))
        states = since.entered if since else ()
        self.choice.set_options([(each.tag, f"{each.label} {each.entered:,}") for each in states])
        self.choice.setVisible(bool(states))
        somebody = next((each.tag for each in states if each.some), None)
        if first and somebody:
            self.choice.choose(somebody)
        self._show()

    def _show(self) -> None:
        clear(self._lines)
        states = {each.tag: each for each in self._since.entered} if self._since else {}
        chosen = states.get(self.choice.key())
        self._told.setText(_told(chosen) if chosen else _not_yet())
        for moved in chosen.some if chosen else ():
            self._lines.addWidget(self._line(moved))

    def _line(self, moved: Moved) -> Line:
        line = Line(partial(self.card.emit, moved), {}, f"{moved.who.name}，{moved.reason}")
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(ElidedLabel(moved.who.name, "strong"))
        reason = ElidedLabel(moved.reason, "caption", "text.secondary")
        reason.setToolTip(as_tooltip(moved.reason))
        words.addWidget(reason)
        line.row.addLayout(words, 1)
        return line


def _largest(since: Since) -> list[GroupMove]:
    """Return the largest moves down, then the largest up."""
    down = [move for move in since.moves if move.rank < 0]
    up = [move for move in since.moves if move.rank > 0]
    return [*down[:_MOVES], *up[:_MOVES]]


def _told(state: Entered) -> str:
    came = ngettext("{n} came", "{n} came", state.entered).format(n=f"{state.entered:,}")
    left = ngettext("{n} left", "{n} left", state.left).format(n=f"{state.left:,}")
    return f"{came} · {left}"


def _days(since: Since | None) -> str:
    return f"{since.day:%m-%d} → {since.until:%m-%d}" if since else ""


def _not_yet() -> str:
    return _("From tomorrow on, this compares with what was worked out today.")
