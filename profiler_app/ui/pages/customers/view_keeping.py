"""The list as a saved view: opening it, noticing changes, saving and dropping them."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtWidgets import QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.views import SavedView
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.customers.conditions import moving_rule
from profiler_app.ui.pages.customers.layout import Layout, read_layout
from profiler_app.ui.pages.customers.reading_rules import conditions_of
from profiler_app.ui.pages.customers.source import ListSource
from profiler_app.ui.pages.customers.table import CustomerTable
from profiler_app.ui.pages.customers.view_mark import ViewMark
from profiler_app.ui.view_form import ViewForm

_LAYOUT, _ORDER = "customers.layout", "customers.order"


class ViewKeeper(QObject):
    """Keeps the layout of the list: of everybody on this machine, of a view with the view.

    Widths are kept on this machine for each view; they alone do not make a view changed.
    """

    def __init__(
        self, desk: Desk, source: ListSource, table: CustomerTable, mark: ViewMark
    ) -> None:
        super().__init__(table)
        self._desk, self._source, self._table, self._mark = desk, source, table, mark
        self.view: SavedView | None = None
        self._opens = self._adopts = 0
        table.arranged.connect(self._arranged)
        source.conditions_changed.connect(self.show)
        desk.views.changed.connect(self._views_changed)
        mark.save_asked.connect(self.save)
        mark.revert_asked.connect(self.revert)
        mark.left.connect(self.leave)
        layout = self._kept()
        table.set_layout(layout)
        source.start_with(layout.sort, layout.descending)

    def open(self, number: int) -> None:
        """Show the list of a view; of one that is not read yet as soon as it is."""
        view = self._desk.views.at(number)
        if view is None:
            self._opens = number
            self._desk.views.reload()
            return
        try:
            conditions = conditions_of(view.rule, currency=self._desk.settings.currency)
        except UserProblem as problem:
            self._desk.show_problem(problem)
            return
        self.view = view
        layout = self._with_own_widths(_layout_of(view), view.id)
        self._table.set_layout(layout)
        self._source.show(conditions, "", layout.sort, layout.descending)
        self.show()

    def leave(self) -> None:
        """Show everybody again, laid out as everybody was."""
        self.forget()
        layout = self._kept()
        self._table.set_layout(layout)
        self._source.show((), "", layout.sort, layout.descending)

    def forget(self) -> None:
        """Go on with the list as it is, as no view."""
        self.view = None
        self.show()

    def revert(self) -> None:
        """Show the view as it was saved."""
        if self.view is not None:
            self.open(self.view.id)

    def save(self) -> None:
        """Save the list as it is now under the view's name."""
        if self.view is not None:
            self._desk.views.save(self._as_view(self.view))

    def ask_name(self, anchor: QWidget) -> ViewForm:
        """Ask for a name and save the list as a new view."""
        colour = len(self._desk.views.views) % 8
        fresh = SavedView(0, "", "", "", "", colour, 0)
        form = ViewForm(self._desk.views, self._as_view(fresh), self._table, self._saved)
        at = QRect(anchor.mapToGlobal(QPoint(0, 0)), anchor.size())
        form.show_at(at, align_right=True)
        return form

    def is_changed(self) -> bool:
        """Whether filter, columns or order are not those of the view any more."""
        view = self.view
        if view is None:
            return False
        now = self._as_view(view)
        layout = self._table.layout_
        return now.rule != view.rule or not layout.same_list(_layout_of(view))

    def show(self) -> None:
        """Name the view at the top of the page and in the navigation."""
        self._mark.show_view(self.view, changed=self.is_changed())
        self._desk.view_shown.emit(0 if self.view is None else self.view.id)

    def _as_view(self, view: SavedView) -> SavedView:
        layout = self._table.layout_
        return replace(
            view,
            rule=moving_rule(self._source.conditions),
            columns=layout.to_text(),
            sort=layout.order,
        )

    def _saved(self, number: int) -> None:
        self._adopts = number

    def _views_changed(self) -> None:
        """Follow a view that was saved, renamed or deleted."""
        opens, self._opens = self._desk.views.at(self._opens), 0
        if opens is not None:
            self.open(opens.id)
        if self._adopts:
            self.view, self._adopts = self._desk.views.at(self._adopts), 0
        elif self.view is not None:
            self.view = self._desk.views.at(self.view.id)
        self.show()

    def _arranged(self) -> None:
        layout = self._table.layout_
        if self.view is None:
            self._desk.preferences.put(_LAYOUT, layout.to_text())
            self._desk.preferences.put(_ORDER, layout.order)
        else:
            self._desk.preferences.put(f"{_LAYOUT}.{self.view.id}", layout.to_text())
        self._source.order_by(layout.sort, layout.descending)
        self.show()

    def _kept(self) -> Layout:
        kept = self._desk.preferences.get
        return read_layout(str(kept(_LAYOUT, "")), str(kept(_ORDER, "")))

    def _with_own_widths(self, layout: Layout, number: int) -> Layout:
        own = read_layout(str(self._desk.preferences.get(f"{_LAYOUT}.{number}", "")))
        return replace(layout, widths={**layout.widths, **own.widths})


def _layout_of(view: SavedView) -> Layout:
    return read_layout(view.columns, view.sort)
