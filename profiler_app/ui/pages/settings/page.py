"""Settings: sections at the left, one of them at the right; every change is kept at once."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from profiler_app.domain.text import N_, _
from profiler_app.ui import icons
from profiler_app.ui.desk import Desk
from profiler_app.ui.navigation import NavigationItem
from profiler_app.ui.pages.settings.about import AboutSection
from profiler_app.ui.pages.settings.checkup import CheckupSection
from profiler_app.ui.pages.settings.consents import ConsentsSection
from profiler_app.ui.pages.settings.exchange import ExchangeSection
from profiler_app.ui.pages.settings.keys import KeysSection
from profiler_app.ui.pages.settings.look import LookSection
from profiler_app.ui.pages.settings.own_fields import OwnFieldsSection
from profiler_app.ui.pages.settings.packs import PacksSection
from profiler_app.ui.pages.settings.privacy import PrivacySection
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.surface import Bar, Surface

_SECTIONS = (
    ("look", N_("Appearance"), "palette"),
    ("fields", N_("Fields"), "columns-3"),
    ("packs", N_("Industry packs"), "puzzle"),
    ("privacy", N_("Privacy"), "shield-check"),
    ("consents", N_("Consents"), "user-check"),
    ("checkup", N_("Check-up"), "wrench"),
    ("exchange", N_("Exchange"), "send"),
    ("keys", N_("Keyboard"), "keyboard"),
    ("about", N_("About"), "info"),
)
_SIDE = 184


class SettingsPage(QWidget):
    """The sections and what is in them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("surface", "page")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.sections: dict[str, Any] = {
            "look": LookSection(desk),
            "fields": OwnFieldsSection(desk),
            "packs": PacksSection(desk),
            "privacy": PrivacySection(desk),
            "consents": ConsentsSection(desk),
            "checkup": CheckupSection(desk, lambda: self.show_section("privacy")),
            "exchange": ExchangeSection(desk),
            "keys": KeysSection(),
            "about": AboutSection(desk),
        }
        self.items: dict[str, NavigationItem] = {}
        self._title = Label("", "title")
        self._sign, self._note = QLabel(), Label("", "caption", "text.secondary")
        self._side, self._stack = Surface(edges=Qt.Edge(0)), QStackedWidget()
        self._lay_out()
        self._dress()
        current().changed.connect(self._dress)
        self.retranslate()
        self.show_section("look")

    def _lay_out(self) -> None:
        bar = Bar(52)
        bar.row.addWidget(self._title)
        bar.row.addStretch()
        bar.row.addWidget(self._sign)
        bar.row.addWidget(self._note)
        for section in self.sections.values():
            self._stack.addWidget(_scrolled(section))
        body = Surface(edges=Qt.Edge.LeftEdge)
        inside = QVBoxLayout(body)
        inside.setContentsMargins(1, 0, 0, 0)
        inside.addWidget(self._stack)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._make_side())
        row.addWidget(body, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addLayout(row, 1)

    def _make_side(self) -> QWidget:
        column = QVBoxLayout(self._side)
        column.setContentsMargins(10, 16, 10, 10)
        column.setSpacing(2)
        group = QButtonGroup(self)
        for key, _title, icon in _SECTIONS:
            item = self.items[key] = NavigationItem(icon)
            item.clicked.connect(lambda _on=False, key=key: self.show_section(key))
            group.addButton(item)
            column.addWidget(item)
        column.addStretch()
        return self._side

    def _dress(self) -> None:
        self._side.setFixedWidth(current().px(_SIDE))
        side = current().px(14)
        self._sign.setPixmap(icons.pixmap("check", "success", side, self.devicePixelRatioF()))

    def show_section(self, key: str) -> None:
        """Show one of the sections."""
        self.items[key].setChecked(True)
        self._stack.setCurrentIndex(list(self.sections).index(key))
        self.sections[key].activated()

    def open_place(self, key: str) -> None:
        """Come from elsewhere to one of the sections."""
        self.show_section(key)

    # -- what the window asks of every page

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._title.setText(_("Settings"))
        self._note.setText(_("Changes are kept at once"))
        for key, title, _icon in _SECTIONS:
            self.items[key].set_text(_(title))
            self.sections[key].retranslate()

    def activated(self) -> None:
        """Show what is set now; no section has a ring from the start."""
        self.setFocus()
        for section in self.sections.values():
            section.activated()

    def search_focus(self) -> None:
        """Do nothing: there is nothing to search here."""

    def escape(self) -> bool:
        """Leave going back to the window."""
        return False

    def tab_regions(self) -> list[QWidget]:
        """Return the parts F6 walks through."""
        return [self._side, self._stack]


def _scrolled(section: QWidget) -> QScrollArea:
    holder = Surface()
    column = QVBoxLayout(holder)
    column.setContentsMargins(20, 16, 20, 20)
    column.addWidget(section)
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(holder)
    return area
