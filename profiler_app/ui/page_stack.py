"""The pages of an open workspace, and the way through them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget

from profiler_app.domain.text import _
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages import PAGES
from profiler_app.ui.recent_customers import note_opened
from profiler_app.ui.trail import Place, Trail


class PageStack(QStackedWidget):
    """Shows one page; each is made when it is first gone to and stays as it was left."""

    shown = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.made: dict[str, Any] = {}
        kept = str(desk.preferences.get("page", ""))
        known = any(spec.key == kept for spec in PAGES)
        self._trail = Trail(Place(kept if known else PAGES[0].key))
        desk.customer_opened.connect(self._open_customer)
        desk.import_opened.connect(self.open_import)
        desk.selection_opened.connect(self._open_selection)
        desk.page_opened.connect(self.go)
        desk.place_opened.connect(self._open_place)
        desk.list_opened.connect(self._open_list)
        desk.view_opened.connect(self._open_view)
        desk.went_back.connect(self.back)

    @property
    def page(self) -> str:
        """The key of the page that is shown."""
        return self._trail.here.page

    def current(self) -> Any:
        """Return the page that is shown."""
        return self.currentWidget()

    @Slot(str)
    def go(self, key: str) -> Any:
        """Show a page and return it; back returns to the one before."""
        if key != self.page:
            self._visit(Place(key))
        return self.made[key]

    def _visit(self, place: Place) -> None:
        self._trail.visit(place)
        self.show_place()

    def show_place(self) -> None:
        """Show the page of the place one is at."""
        place = self._trail.here
        key = place.page
        if key not in self.made:
            spec = next(spec for spec in PAGES if spec.key == key)
            self.made[key] = spec.make(self._desk)
            self.addWidget(self.made[key])
            self._name(key)
        self.setCurrentWidget(self.made[key])
        self.shown.emit(key)
        self.made[key].activated()
        if place.customer is not None:
            self.made[key].open_customer(place.customer, place.ids)
        if self.window().focusWidget() in (None, self):
            self.made[key].setFocus()  # its own keys are heard from the start

    def back(self) -> None:
        """Go one step back inside the page, else to the page before, as it was left."""
        step_inside = getattr(self.current(), "go_back", None)
        if step_inside is None or not step_inside():
            self._leave()

    def _leave(self) -> None:
        if self._trail.back():
            self.show_place()

    def forward(self) -> None:
        """Go to where one came back from."""
        if self._trail.forward():
            self.show_place()

    def escape(self) -> None:
        """Do one step of Esc: inside the page, else back to the page before."""
        if not self.current().escape():
            self._leave()

    @Slot(int, object)
    def _open_customer(self, customer: int, ids: Any) -> None:
        note_opened(self._desk.preferences, self._desk.path, customer)
        self._visit(Place("profile", customer, ids))

    @Slot(str, object)
    def _open_selection(self, search: str, conditions: Any) -> None:
        self.go("customers").show_list(search, conditions)

    @Slot(object)
    def open_import(self, paths: Sequence[Path] = ()) -> None:
        """Open the import, with files when there are any."""
        self.go("import").open_files(paths)

    @Slot(str, str)
    def _open_list(self, rule: str, title: str) -> None:
        self.go("customers").open_list(rule, title)

    @Slot(str, object)
    def _open_place(self, key: str, what: Any) -> None:
        self.go(key).open_place(what)

    @Slot(int)
    def _open_view(self, number: int) -> None:
        self.go("customers").open_view(number)

    def keep_place(self) -> None:
        """Remember the page for the next start."""
        spec = next((spec for spec in PAGES if spec.key == self.page), PAGES[0])
        self._desk.preferences.put("page", spec.parent or spec.key)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        for key, page in self.made.items():
            page.retranslate()
            self._name(key)

    def _name(self, key: str) -> None:
        """Tell a screen reader which page it is in."""
        spec = next(spec for spec in PAGES if spec.key == key)
        self.made[key].setAccessibleName(_(spec.title))
