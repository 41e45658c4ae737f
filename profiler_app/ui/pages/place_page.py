"""What pages have in common that one comes to from a card: a bar back, reading, what went wrong."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.text import _
from profiler_app.ui.desk import Desk
from profiler_app.ui.widgets.band import Band
from profiler_app.ui.widgets.sub_bar import SubBar


class PlacePage(QWidget):
    """Reads again what it shows when the data have changed; a subclass says how (``_reload``)."""

    def __init__(self, desk: Desk, top: SubBar) -> None:
        super().__init__()
        self.setProperty("surface", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._desk, self._top = desk, top
        self._problem = QVBoxLayout()
        top.back.connect(desk.back)
        desk.data_changed.connect(lambda: self._reload())

    def column(self) -> QVBoxLayout:
        """Lay out from the bar downwards, with room for a problem, and return the layout."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top)
        column.addLayout(self._problem)
        return column

    def _say(self) -> None:
        """Show what does not hang on what was read in the current language."""
        self._top.retranslate()

    def _reload(self) -> None:
        """Read what is shown."""
        raise NotImplementedError

    # -- what the window asks

    def activated(self) -> None:
        """Nothing to do: everything is read when the place is opened."""

    def retranslate(self) -> None:
        """Show everything in the current language."""
        self._say()
        self._reload()

    def search_focus(self) -> None:
        """Searching happens in the list of customers."""
        self._desk.open_page("customers")

    def escape(self) -> bool:
        """The window goes back."""
        return False

    # -- what went wrong

    def _show_problem(self, title: str, problem: UserProblem) -> None:
        self._clear_problem()
        band = Band("danger", title, problem.sentence())
        band.add_button(_("Try again"), self._reload)
        self._problem.addWidget(band)

    def _clear_problem(self) -> None:
        while (item := self._problem.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.deleteLater()
