"""How good the data are, what to mend first, each with the way to mend it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from profiler_app.domain.quality import Problem
from profiler_app.domain.text import _
from profiler_app.jobs.quality.fixing import problem_title
from profiler_app.ui.pages.data.wording import REMEDIES, counted
from profiler_app.ui.pages.today.lines import Line
from profiler_app.ui.pages.today.risk_panel import clear
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import ElidedLabel, Label, as_tooltip
from profiler_app.ui.widgets.painting import dot
from profiler_app.ui.widgets.panel import Panel

_MOST = 6


class ScorePanel(Panel):
    """``opened`` asks for the page of data, ``mend`` carries a problem."""

    opened = Signal()
    mend = Signal(object)

    def __init__(self) -> None:
        super().__init__("·")
        self.open = Button(kind="link", small=True)
        self.open.clicked.connect(lambda _on=False: self.opened.emit())
        self.head.add(self.open)
        self._score = Label("", "metric")
        self._text = Label("", "caption", "text.secondary", wrap=True)
        self.body.addWidget(self._score)
        self.body.addWidget(self._text)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.body.addLayout(self._lines)
        self.body.addStretch(1)
        self._shown: tuple[float | None, date | None, date | None] = (None, None, None)
        self._problems: Sequence[Problem] = ()

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.head.set_title(_("Data quality"))
        self.open.setText(_("Mend"))
        self.show_score(*self._shown, self._problems)

    def show_score(
        self,
        score: float | None,
        on: date | None,
        today: date | None,
        problems: Sequence[Problem],
    ) -> None:
        """Show a score (0 to 100), of which day it is, and what to mend first."""
        self._shown, self._problems = (score, on, today), problems
        self._score.setText("—" if score is None else f"{score:.0f}")
        text = _("The data were not checked yet.")
        if score is not None and on is not None:
            text = _("of 100; what brings most points comes first")
            if on != today:
                text = _("of 100, checked on {day}").format(day=on.isoformat())
        self._text.setText(text)
        clear(self._lines)
        for problem in problems[:_MOST]:
            self._lines.addWidget(self._line(problem))

    def _line(self, problem: Problem) -> Line:
        title, count, act = (
            problem_title(problem.key),
            counted(problem),
            _(REMEDIES[problem.remedy]),
        )
        line = Line(partial(self.mend.emit, problem), {}, f"{title}，{count}，{act}")
        line.row.addWidget(_Dot("danger" if problem.urgent else "warning"))
        name = ElidedLabel(title)
        name.setToolTip(as_tooltip(title))
        line.row.addWidget(name, 1)
        line.row.addWidget(Label(count, "caption", "text.secondary"))
        button = Button(act, kind="link", small=True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Enter on the line does the same
        button.clicked.connect(lambda _on=False: self.mend.emit(problem))
        line.row.addWidget(button)
        return line


class _Dot(QWidget):
    """A dot: how urgent something is; words beside it say what it is."""

    def __init__(self, color: str) -> None:
        super().__init__()
        self._color = color
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the room of the dot."""
        return QSize(current().px(8), current().px(8))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the dot."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = current()
        dot(painter, 0, self.height() / 2, theme.px(8), theme.color(self._color))
