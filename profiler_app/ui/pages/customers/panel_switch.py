"""Whether the side panel is shown: as one left it, but never over the list unasked."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton

from profiler_app.ui.pages.customers.content import Content
from profiler_app.ui.pages.customers.side_panel import SidePanel
from profiler_app.ui.pages.customers.table import CustomerTable
from profiler_app.ui.preferences import Preferences

_KEY = "customers.panel"


class PanelSwitch:
    """``button`` shows what was wanted; a list without customers has no panel all the same."""

    def __init__(
        self,
        preferences: Preferences,
        content: Content,
        table: CustomerTable,
        panel: SidePanel,
        button: QAbstractButton,
    ) -> None:
        self._preferences, self._content = preferences, content
        self._table, self._panel, self._button = table, panel, button
        self._covering = self._on = False
        button.clicked.connect(self.turn)
        panel.closed.connect(lambda: self.turn(False))

    def turn(self, on: bool) -> None:
        """Show or hide the panel by hand; over the list it is not remembered."""
        if not self._covering:
            self._preferences.put(_KEY, on)
        self._show(shown=on)
        if not on:
            self._table.setFocus()

    def show_as_left(self) -> None:
        """Show or hide the panel as one left it."""
        self._show(shown=bool(self._preferences.get(_KEY, True)))

    def suit_list(self, customers: int) -> None:
        """Hide the panel while the list is empty."""
        self._content.show_panel(shown=self._on and bool(customers))

    def suit_width(self) -> None:
        """Take the panel from over the list once the window is narrow, and give it back."""
        if self._content.overlays() == self._covering:
            return
        self._covering = self._content.overlays()
        if self._covering:
            self._show(shown=False)
        else:
            self.show_as_left()

    def _show(self, *, shown: bool) -> None:
        self._on = shown
        self._content.show_panel(shown=shown)
        self._button.setChecked(shown)
        self._table.show_tags(shown=not shown)
        if shown:
            self._panel.reload()
