"""Colours, fonts and lengths of the window, from ``resources/tokens.json`` and ``style.qss``.

One theme is in force at a time: ``apply`` chooses it, ``current`` hands it out. What is painted
asks it for colours while painting; what keeps colours listens to ``changed``.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from profiler_app.domain.resources import resource_path

if TYPE_CHECKING:
    from profiler_app.domain.profile import Tone

ARGUMENTS = ("-style", "fusion")
"""What a window is started with: to set the style of Qt later costs as much as the first paint.

An application that was started so has the property ``has_style``.
"""

Mode = Literal["light", "dark"]
Choice = Literal["light", "dark", "system"]
FontRole = Literal[
    "display", "title", "heading", "body", "strong", "caption", "caption.strong", "metric"
]

_ROLES = QPalette.ColorRole
_PALETTE = {
    _ROLES.Window: "bg.window",
    _ROLES.Base: "bg.surface",
    _ROLES.AlternateBase: "bg.sunken",
    _ROLES.Button: "bg.surface",
    _ROLES.Text: "text.primary",
    _ROLES.WindowText: "text.primary",
    _ROLES.ButtonText: "text.primary",
    _ROLES.PlaceholderText: "text.tertiary",
    _ROLES.Highlight: "bg.selected",
    _ROLES.HighlightedText: "text.primary",
    _ROLES.Accent: "accent",
    _ROLES.Link: "text.link",
    _ROLES.LinkVisited: "text.link",
    _ROLES.ToolTipBase: "toast.bg",
    _ROLES.ToolTipText: "toast.text",
}
_SCHEMES: dict[Choice, Qt.ColorScheme] = {
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
    "system": Qt.ColorScheme.Unknown,
}
_LENGTH = re.compile(r"\b([4-9]|\d\d+)px")
_TOKEN = re.compile(r"\$([a-z]+(?:\.[A-Za-z]+)*)")


class Theme(QObject):
    """What the window looks like now; ``changed`` follows a change of mode or size of the text."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.mode: Mode = "light"
        self.scale = 1.0
        self._colors: dict[str, QColor] = {}
        self._fonts: dict[str, QFont] = {}

    def set(self, mode: Mode, scale: float) -> None:
        """Change mode and size of the text; ``changed`` is sent by ``apply`` after the rest."""
        self.mode, self.scale = mode, scale
        self._colors.clear()
        self._fonts.clear()

    def color(self, token: str) -> QColor:
        """Return the colour of a token such as ``text.primary``; do not change it."""
        found = self._colors.get(token)
        if found is None:
            found = self._colors[token] = _color(_tokens()["color"][self.mode][token])
        return found

    def tone(self, tone: Tone) -> tuple[QColor, QColor]:
        """Return the soft fill of a tone and the ink that stands on it."""
        return self.color(f"{tone}.soft"), self.color(f"{tone}.onSoft")

    def tone_ink(self, tone: Tone) -> QColor:
        """Return the ink of a tone on a plain surface."""
        return self.color("text.primary" if tone == "neutral" else tone)

    def chart(self, token: str) -> QColor:
        """Return a colour of the charts: grid, axis, reference, muted."""
        return QColor(_tokens()["chart"][self.mode][token])

    def chart_color(self, index: int) -> QColor:
        """Return the colour of a category; after the eighth they start again."""
        colors = _tokens()["chart"][self.mode]["categorical"]
        return QColor(colors[index % len(colors)])

    def avatar(self, index: int) -> tuple[QColor, QColor]:
        """Return fill and ink of an avatar; after the sixth they start again."""
        pairs = _tokens()["avatar"][self.mode]
        fill, ink = pairs[index % len(pairs)]
        return QColor(fill), QColor(ink)

    def font(self, role: FontRole) -> QFont:
        """Return the font of a role; do not change it, copy it."""
        found = self._fonts.get(role)
        if found is None:
            found = self._fonts[role] = self._make_font(_tokens()["font"]["style"][role])
        return found

    def px(self, length: float) -> int:
        """Return a length in device-independent pixels at the current size of the text."""
        return round(length * self.scale)

    def size(self, token: str) -> int:
        """Return a size of the tokens, even so that things can be centred in it."""
        return 2 * round(float(_tokens()["size"][token]) * self.scale / 2)

    def _make_font(self, style: dict[str, Any]) -> QFont:
        font = QFont(_tokens()["font"]["family"])
        font.setPixelSize(self.px(style["px"]))
        font.setBold(style["bold"])
        return font


@cache
def current() -> Theme:
    """Return the one theme of the process."""
    return Theme()


@cache
def _tokens() -> Any:
    return json.loads(resource_path("tokens.json").read_text(encoding="utf-8"))


def motion_ms(token: str) -> int:
    """Return a duration of the tokens in milliseconds."""
    return int(_tokens()["motion"][token])


def apply(app: QApplication, mode: Choice = "light", scale: float = 1.0) -> None:
    """Give the application its look, now; with ``system`` it follows the desktop from then on."""
    _load_fonts()
    hints = app.styleHints()
    app.setProperty("follows_system", False)  # while we ask for a scheme ourselves
    hints.setColorScheme(_SCHEMES[mode])  # frames and dialogs of the system
    if mode == "system":
        mode = _system_mode(app)
        app.setProperty("follows_system", True)
    if app.property("theme_watched") is None:
        app.setProperty("theme_watched", True)
        if app.property("has_style") is None:
            app.setStyle("Fusion")
        hints.colorSchemeChanged.connect(lambda _scheme: _follow(app))
    _dress(app, mode, scale)


def _follow(app: QApplication) -> None:
    if app.property("follows_system"):
        _dress(app, _system_mode(app), current().scale)


def _system_mode(app: QApplication) -> Mode:
    return "dark" if app.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"


def _dress(app: QApplication, mode: Mode, scale: float) -> None:
    theme = current()
    theme.set(mode, scale)
    app.setPalette(_palette(theme))
    app.setFont(theme.font("body"))
    app.setStyleSheet(stylesheet(theme))
    theme.changed.emit()


@cache
def _load_fonts() -> None:
    for name in ("ZhikeSansSC-Regular.otf", "ZhikeSansSC-Bold.otf"):
        QFontDatabase.addApplicationFont(str(resource_path("fonts", name)))


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    for role, token in _PALETTE.items():
        palette.setColor(role, theme.color(token))
    for role in (_ROLES.Text, _ROLES.WindowText, _ROLES.ButtonText, _ROLES.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, theme.color("text.disabled"))
    inactive = theme.color("bg.selected.inactive")
    palette.setColor(QPalette.ColorGroup.Inactive, _ROLES.Highlight, inactive)
    return palette


def stylesheet(theme: Theme) -> str:
    """Return the style sheet of the application with colours and lengths filled in."""
    text = resource_path("style.qss").read_text(encoding="utf-8")
    text = text.replace("$icons", resource_path("icons").as_posix())
    text = _TOKEN.sub(lambda found: _css(theme.color(found[1])), text)
    return _LENGTH.sub(lambda found: f"{theme.px(int(found[1]))}px", text)


def _css(color: QColor) -> str:
    form = QColor.NameFormat.HexArgb if color.alpha() < 255 else QColor.NameFormat.HexRgb
    return color.name(form)


def _color(text: str) -> QColor:
    """Read ``#RRGGBB`` or, as in CSS, ``#RRGGBBAA``."""
    color = QColor(text[:7])
    if len(text) > 7:
        color.setAlpha(int(text[7:], 16))
    return color
