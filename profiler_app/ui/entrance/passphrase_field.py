"""The field for a passphrase, and how strong what is in it is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from profiler_app.domain.passphrases import Strength
from profiler_app.domain.text import _, ngettext
from profiler_app.ui import icons, theme
from profiler_app.ui.commands import COMMANDS
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.painting import fill_round

_SEGMENTS, _SEGMENT_HEIGHT, _SEGMENT_GAP = 5, 6, 4


class PassphraseField(QLineEdit):
    """Hides what is typed; shown while its key is held, or switched on with the eye."""

    entered = Signal()

    def __init__(self, size: str = "lg") -> None:
        super().__init__()
        self.setProperty("field", size)
        self._shown = False
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setAcceptDrops(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._caps = _CapsNote(self)
        self._eye = self.addAction(icons.icon("eye"), QLineEdit.ActionPosition.TrailingPosition)
        self._eye.triggered.connect(lambda: self.show_text(shown=not self._shown))
        self.returnPressed.connect(self.entered)
        self._dress()
        theme.current().changed.connect(self._dress)
        self.retranslate()

    def retranslate(self) -> None:
        """Name the eye in the current language."""
        self._eye.setText(_("Hide the passphrase") if self._shown else COMMANDS["reveal"].hint)
        self._eye.setToolTip(self._eye.text())
        self._caps.retranslate()

    def show_text(self, *, shown: bool) -> None:
        """Show what is typed, or hide it."""
        self._shown = shown
        mode = QLineEdit.EchoMode
        self.setEchoMode(mode.Normal if shown else mode.Password)
        self._dress()
        self.retranslate()

    def set_wrong(self, *, wrong: bool) -> None:
        """Mark the field as not right."""
        self.setProperty("invalid", wrong)
        self.style().unpolish(self)
        self.style().polish(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show while the key is held; tell when capitals are locked."""
        if self._is_reveal(event):
            self.show_text(shown=True)
            return
        sign = event.text()
        if sign.isascii() and sign.isalpha():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._caps.setVisible(sign.isupper() != shifted)
            self._place_note()
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Hide again."""
        if self._is_reveal(event):
            self.show_text(shown=False)
            return
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide: the release of the key goes elsewhere now."""
        super().focusOutEvent(event)
        self._caps.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the note beside the eye."""
        super().resizeEvent(event)
        self._place_note()

    def _is_reveal(self, event: QKeyEvent) -> bool:
        wanted = COMMANDS["reveal"].sequences[0]
        return QKeySequence(event.keyCombination()) == wanted and not event.isAutoRepeat()

    def _place_note(self) -> None:
        self._caps.adjustSize()
        left = self.width() - self._caps.width() - theme.current().px(36)
        self._caps.move(left, (self.height() - self._caps.height()) // 2)

    def _dress(self) -> None:
        self._eye.setIcon(icons.icon("eye-off" if self._shown else "eye", "text.secondary"))


class _CapsNote(QWidget):
    """Says inside the field that capitals are locked."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def retranslate(self) -> None:
        self._text = _("Caps lock is on")
        self.setAccessibleName(self._text)
        self.update()

    def sizeHint(self) -> QSize:
        look = theme.current()
        metrics = QFontMetrics(look.font("caption"))
        return QSize(metrics.horizontalAdvance(self._text) + look.px(24), look.px(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme.current(), QPainter(self)
        side = look.px(16)
        painter.fillRect(self.rect(), look.color("bg.surface"))
        icons.paint(painter, 0, (self.height() - side) // 2, "arrow-big-up", "warning", size=side)
        painter.setFont(look.font("caption"))
        painter.setPen(look.color("warning"))
        words = self.rect().adjusted(look.px(20), 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self._text)


class StrengthMeter(QWidget):
    """Five segments, a word and one helpful sentence."""

    def __init__(self) -> None:
        super().__init__()
        self._bar = _Segments()
        self._word = Label("", "caption.strong")
        self._hint = Label("", "caption", "text.secondary", wrap=True)
        line = QHBoxLayout()
        line.setSpacing(7)
        line.addWidget(self._word, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._hint, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._bar)
        column.addLayout(line)

    def show_strength(self, strength: Strength) -> None:
        """Show another strength."""
        tone = _tone(strength.score)
        self._bar.show_score(strength.score, tone)
        self._word.setText(_word(strength.score))
        self._word.set_color(tone)
        self._word.setVisible(strength.score > 0)
        hint = _(strength.hint)
        if strength.score >= 4:
            hint = _("Guessing it offline would take {time} or more.").format(
                time=_how_long(strength.seconds)
            )
        self._hint.setText(hint)
        self.setAccessibleDescription(f"{self._word.text()} {hint}")


class _Segments(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._score, self._tone = 0, "danger"
        self.setFixedHeight(_SEGMENT_HEIGHT)

    def sizeHint(self) -> QSize:
        return QSize(200, _SEGMENT_HEIGHT)

    def show_score(self, score: int, tone: str) -> None:
        self._score, self._tone = score, tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = (self.width() - (_SEGMENTS - 1) * _SEGMENT_GAP) / _SEGMENTS
        for i in range(_SEGMENTS):
            box = QRectF(i * (width + _SEGMENT_GAP), 0, width, self.height())
            token = self._tone if i < self._score else "neutral.soft"
            fill_round(painter, box, 3, look.color(token))


def _tone(score: int) -> str:
    if score <= 1:
        return "danger"
    return "warning" if score <= 3 else "success"


def _word(score: int) -> str:
    words = ("", _("Very weak"), _("Weak"), _("Fair"), _("Strong"), _("Very strong"))
    return words[score]


def _how_long(seconds: float) -> str:
    days = seconds / 86_400
    if days < 60:
        n = max(1, int(days))
        return ngettext("{n} day", "{n} days", n).format(n=n)
    if days < 730:
        n = int(days / 30)
        return ngettext("{n} month", "{n} months", n).format(n=n)
    n = min(int(days / 365), 1_000)
    return ngettext("{n} year", "{n} years", n).format(n=n)
