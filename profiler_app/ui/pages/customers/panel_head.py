"""The head of the side panel: previous and next, where one is, star, more, close."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from profiler_app.domain.text import N_, _
from profiler_app.ui.widgets.buttons import IconButton
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.surface import Bar

_MORE = (
    ("tag", N_("Add a tag by hand")),
    ("owner", N_("Hand over to")),
    ("remind", N_("Remind the account managers")),
    ("", ""),
    ("copy_number", N_("Copy the customer number")),
    ("", ""),
    ("delete", N_("Delete")),
)


class PanelHead(Bar):
    """``stepped`` asks for another row, ``acted`` names what is to be done and from where."""

    stepped = Signal(int)
    acted = Signal(str, QWidget)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__(44, margin=10, spacing=2)
        self.setContentsMargins(1, 0, 0, 0)
        self._back, self._on = IconButton("chevron-up", "-"), IconButton("chevron-down", "-")
        self._at = Label("", "caption", "text.secondary")
        self.star = IconButton("star", "-")
        self.star.setCheckable(True)
        self.more = IconButton("ellipsis", "-")
        self.close_ = IconButton("x", "-")
        self._back.clicked.connect(lambda: self.stepped.emit(-1))
        self._on.clicked.connect(lambda: self.stepped.emit(1))
        self.star.clicked.connect(self._toggle_star)
        self.more.clicked.connect(lambda: self.menu().popup(self._under_more()))
        self.close_.clicked.connect(self.closed)
        self.row.addWidget(self._back)
        self.row.addWidget(self._on)
        self.row.addSpacing(6)
        self.row.addWidget(self._at)
        self.row.addStretch(1)
        for button in (self.star, self.more, self.close_):
            self.row.addWidget(button)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._back.set_name(_("Previous customer"))
        self._on.set_name(_("Next customer"))
        self.more.set_name(_("More"))
        self.close_.set_name(_("Close the panel"))
        self.show_star(on=self.star.isChecked())

    def show_place(self, place: int, count: int) -> None:
        """Say which row of how many it is about."""
        self._at.setText(f"{place:,} / {count:,}" if count else "")
        self._back.setEnabled(place > 1)
        self._on.setEnabled(place < count)

    def show_star(self, *, on: bool) -> None:
        """Say whether the customer has a star."""
        self.star.setChecked(on)
        self.star.set_name(_("Take the star away") if on else _("Star: watch this customer"))

    def allow(self, *, on: bool) -> None:
        """Let things be done only with a customer who is read."""
        self.star.setEnabled(on)
        self.more.setEnabled(on)

    def menu(self) -> QMenu:
        """Return what else can be done with the customer."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for key, name in _MORE:
            if key:
                menu.addAction(_(name), partial(self.acted.emit, key, self.more))
            else:
                menu.addSeparator()
        return menu

    def _under_more(self) -> QPoint:
        return self.more.mapToGlobal(QPoint(0, self.more.height()))

    def _toggle_star(self, on: bool) -> None:
        self.acted.emit("star" if on else "unstar", self.star)
