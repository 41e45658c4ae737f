"""Unlocking a workspace: which one, its passphrase, and what to do when it does not open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem, WrongPassphraseOrDamaged
from profiler_app.domain.text import _, ngettext
from profiler_app.ui import icons, theme
from profiler_app.ui.entrance.front import CardTitle, FrontCard, FrontPage
from profiler_app.ui.entrance.passphrase_field import PassphraseField
from profiler_app.ui.entrance.recent import Recent, title_of
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label, as_tooltip
from profiler_app.ui.widgets.painting import fill_round, focus_ring

_WIDTH = 440
FREE_TRIES = 5
_FIRST_WAIT, _LONGEST_WAIT = 30, 480


class Tries:
    """How often a wrong passphrase may be typed at once, and how long one waits after that.

    It slows down somebody at the keyboard; a copied file is protected by the passphrase alone.
    """

    def __init__(self) -> None:
        self.wrong = 0

    @property
    def left(self) -> int:
        """Tries before the first wait."""
        return max(0, FREE_TRIES - self.wrong)

    @property
    def wait(self) -> int:
        """Seconds to wait before the next try."""
        if self.left:
            return 0
        return int(min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** (self.wrong - FREE_TRIES)))


class UnlockPage(FrontPage):
    """Asks for the passphrase of one of the workspaces; ``unlock_asked`` carries file and text."""

    unlock_asked = Signal(object, str)
    chosen = Signal(object)
    create_asked = Signal()
    file_asked = Signal()
    recover_asked = Signal(object)

    def __init__(self, tries: Tries, *, reason: Callable[[], str], today: date) -> None:
        self._card = FrontCard(_WIDTH)
        super().__init__(self._card)
        self._tries, self._reason, self._today = tries, reason, today
        self._path = Path()
        self._note = ""
        self._waiting = 0
        self._rows: list[WorkspaceRow] = []
        self._title = CardTitle()
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        self._label = Label()
        self.field = PassphraseField("xl")
        self._error = ErrorLine()
        self._hint = Label("", "caption", "text.secondary", wrap=True)
        self.button = Button(kind="primary")
        self.button.setSizePolicy(
            self.button.sizePolicy().Policy.Expanding, self.button.sizePolicy().verticalPolicy()
        )
        self.recover, self._create, self._open = (Button(kind="link") for _each in range(3))
        self._second = QTimer(self, interval=1_000)
        self._second.timeout.connect(self._tick)
        self._lay_out()
        self._connect()
        self._fit()
        self.retranslate()
        self._wait(tries.wait)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self._card)
        column.setContentsMargins(36, 36, 36, 20)
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addSpacing(20)
        column.addLayout(self._list)
        column.addSpacing(14)
        column.addWidget(self._label)
        column.addSpacing(6)
        column.addWidget(self.field)
        column.addWidget(self._error)
        column.addWidget(self._hint)
        column.addSpacing(16)
        column.addWidget(self.button)
        column.addSpacing(10)
        links = QHBoxLayout()
        links.setSpacing(0)
        links.addSpacing(-12)  # the words of a link begin inside it
        links.addWidget(self.recover)
        links.addStretch()
        links.addWidget(self._create)
        links.addWidget(self._open)
        links.addSpacing(-12)  # the words of a link end inside it
        column.addLayout(links)

    def _connect(self) -> None:
        self.field.entered.connect(self._ask)
        self.field.textEdited.connect(lambda _text: self._forgive())
        self.button.clicked.connect(self._ask)
        self.recover.clicked.connect(lambda: self.recover_asked.emit(self._path))
        self._create.clicked.connect(self.create_asked)
        self._open.clicked.connect(self.file_asked)
        theme.current().changed.connect(self._fit)

    def _fit(self) -> None:
        self.button.setFixedHeight(theme.current().px(40))

    # -- what is shown

    def show_workspaces(self, recent: list[Recent], path: Path, *, hint: str = "") -> None:
        """Offer workspaces, one of them chosen; ``hint`` stands below the field."""
        self._path = path
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        for row in self._rows:
            self._list.removeWidget(row)
            row.deleteLater()
        shown = recent if any(each.path == path for each in recent) else [
            Recent(str(path), ""), *recent
        ]  # fmt: skip
        self._rows = [WorkspaceRow(each, self._today, on=each.path == path) for each in shown]
        for row in self._rows:
            row.clicked.connect(lambda _on=False, row=row: self.chosen.emit(row.path))
            self._list.addWidget(row)
        self._forgive()
        self.field.clear()

    def activated(self) -> None:
        """Take the focus into the field."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        super().retranslate()
        self._title.say(_("Unlock the workspace"), self._reason())
        self._label.setText(_("Passphrase"))
        self.field.setAccessibleName(_("Passphrase"))
        self.field.retranslate()
        self.recover.setText(_("Use the recovery key"))
        self._create.setText(_("New workspace"))
        self._open.setText(_("Open another file"))
        for row in self._rows:
            row.retranslate()
        self._show_button()

    def show_busy(self, *, busy: bool) -> None:
        """While the key is derived nothing else can be asked."""
        links = (self.recover, self._create, self._open)
        for widget in (self.field, self.button, *links, *self._rows):
            widget.setEnabled(not busy)
        self._show_button(_("Unlocking…") if busy else "")

    def show_problem(self, problem: UserProblem) -> None:
        """Say why it did not open; after a wrong passphrase one types again."""
        self.show_busy(busy=False)
        if isinstance(problem, WrongPassphraseOrDamaged):
            self._tries.wrong += 1
            self._error.say(self._wrong_words())
            self.field.set_wrong(wrong=True)
            self._wait(self._tries.wait)
        else:
            self._error.say(problem.sentence())
        self.field.clear()
        self.activated()

    def _wrong_words(self) -> str:
        left = self._tries.left
        if left:
            return ngettext(
                "The passphrase is not right. {n} more try, then one has to wait.",
                "The passphrase is not right. {n} more tries, then one has to wait.",
                left,
            ).format(n=left)
        return _(
            "The passphrase is not right, or the file is damaged. Check capitals and the input "
            "method; a backup opens under the same passphrase."
        )

    def _forgive(self) -> None:
        self._error.say("")
        self.field.set_wrong(wrong=False)

    # -- waiting

    def _wait(self, seconds: int) -> None:
        self._waiting = seconds
        if seconds:
            self._second.start()
        self._show_button()

    def _tick(self) -> None:
        self._waiting -= 1
        if self._waiting <= 0:
            self._second.stop()
        self._show_button()

    def _show_button(self, text: str = "") -> None:
        if self._waiting > 0 and not text:
            n = self._waiting
            text = ngettext("Wait {n} more second", "Wait {n} more seconds", n).format(n=n)
            self.button.setEnabled(False)
        elif not text:
            self.button.setEnabled(self.field.isEnabled())
        self.button.setText(text or _("Unlock"))

    def _ask(self) -> None:
        if self.button.isEnabled() and self.field.text():
            self.unlock_asked.emit(self._path, self.field.text())


class WorkspaceRow(QAbstractButton):
    """One workspace: its letter, its file and when it was opened."""

    def __init__(self, recent: Recent, today: date, *, on: bool) -> None:
        super().__init__()
        self.path = recent.path
        self._recent, self._today, self._on = recent, today, on
        self._there = recent.path.exists()
        self.setCheckable(False)
        self.setEnabled(self._there)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.retranslate()

    def retranslate(self) -> None:
        """Say when it was opened in the current language."""
        self._name = title_of(self.path)
        self._note = self._when() if self._there else _("The file is not there any more")
        self.setAccessibleName(f"{self._name} {self._note}")
        self.setToolTip(as_tooltip(str(self.path)))
        self.update()

    def _when(self) -> str:
        if not self._recent.opened:
            return str(self.path.parent)
        at = datetime.fromisoformat(self._recent.opened)
        if at.date() == self._today:
            return _("Last opened today at {time}").format(time=f"{at:%H:%M}")
        return _("Last opened on {day}").format(day=at.date().isoformat())

    def sizeHint(self) -> QSize:
        """All rows are equally high."""
        return QSize(theme.current().px(200), theme.current().px(52))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint letter, name, time and a tick on the chosen one."""
        look, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self._on or self.underMouse():
            fill_round(painter, box, 8, look.color("bg.selected" if self._on else "bg.hover"))
        if self.hasFocus():
            focus_ring(painter, box, 8)
        side = look.px(32)
        sign = QRect(look.px(12), (self.height() - side) // 2, side, side)
        fill_round(
            painter, QRectF(sign), side / 4, look.color("accent" if self._on else "neutral.soft")
        )
        painter.setFont(look.font("strong"))
        painter.setPen(look.color("text.onAccent" if self._on else "text.secondary"))
        painter.drawText(sign, Qt.AlignmentFlag.AlignCenter, self._name[:1].upper())
        self._paint_words(painter, look, sign.right() + look.px(12))
        if self._on:
            tick = look.px(16)
            at = self.width() - look.px(12) - tick
            icons.paint(painter, at, (self.height() - tick) / 2, "check", "accent", size=tick)

    def _paint_words(self, painter: QPainter, look: theme.Theme, left: int) -> None:
        room = QRect(left, 0, self.width() - left - look.px(40), self.height())
        middle = room.center().y()
        lines = (
            ("body", "text.primary" if self._there else "text.tertiary", self._name, -19),
            ("caption", "text.secondary", self._note, 0),
        )
        for role, color, text, top in lines:
            painter.setFont(look.font(role))  # type: ignore[arg-type]
            painter.setPen(look.color(color))
            line = QRect(room.left(), middle + look.px(top), room.width(), look.px(19))
            shown = painter.fontMetrics().elidedText(
                text, Qt.TextElideMode.ElideMiddle, line.width()
            )
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)


class ErrorLine(QWidget):
    """What is wrong, in red below a field; takes no room while nothing is."""

    def __init__(self) -> None:
        super().__init__()
        self._text = Label("", "caption", "danger", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.current().px(20), 6, 0, 0)
        row.addWidget(self._text)
        self.hide()

    @property
    def text(self) -> str:
        """What is said."""
        return self._text.text()

    def say(self, text: str) -> None:
        """Say what is wrong; empty for nothing."""
        self._text.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the sign before the words."""
        side = theme.current().px(14)
        icons.paint(QPainter(self), 0, 8, "circle-alert", "danger", size=side)
