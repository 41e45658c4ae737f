"""By which numbers the customers of a list are recognised: keys in turn, each one a button."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from profiler_app.domain.customer_rows import key_parts
from profiler_app.domain.fields import find_field
from profiler_app.domain.text import _, pgettext
from profiler_app.jobs.importing.inspecting import key_candidates
from profiler_app.ui.pages.importing.chrome import Bar
from profiler_app.ui.pages.importing.draft import Draft
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label


class MatchKeys(Bar):
    """The keys in their order; ``changed`` carries another order as a keyword of the request."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__(44, line_above=True)
        self.keys: tuple[str, ...] = ()
        self._free: tuple[str, ...] = ()
        self._title = Label("", "body", "text.secondary")
        self._places = QHBoxLayout()
        self._places.setSpacing(8)
        self._shown: list[QWidget] = []
        self.more = Button(kind="link", icon="plus", small=True)
        self._last = Label("", "caption", "text.tertiary")
        self.row.addWidget(self._title)
        self.row.addLayout(self._places)
        self.row.addWidget(self.more)
        self.row.addStretch(1)
        self.row.addWidget(self._last)
        self.more.clicked.connect(lambda _on=False: self._offer_more())

    def buttons(self) -> list[Button]:
        """Return the buttons of the keys, in their order."""
        return [each for each in self._shown if isinstance(each, Button)]

    def show_draft(self, draft: Draft) -> None:
        """Show the keys that hold now; only lists of customers have some in turn."""
        self.setVisible(draft.mapped.target == "customers" and bool(draft.keys))
        self.keys = draft.keys
        self._free = tuple(key for key in key_candidates(draft.mapped) if key not in self.keys)
        self._title.setText(_("Recognise customers by"))
        self._last.setText(_("Rows without any of these are recognised by their name"))
        self.more.setText(_("Another key"))
        self.more.setVisible(bool(self._free))
        for part in self._shown:
            self._places.removeWidget(part)
            part.deleteLater()
        self._shown = []
        for place, key in enumerate(self.keys):
            if place:
                self._put(Label(_("else by"), "caption", "text.secondary"))
            chip = Button(key_label(key), small=True)
            chip.clicked.connect(lambda _on=False, chip=chip, key=key: self._offer(chip, key))
            chip.setToolTip(_("Earlier, later, or no key"))
            self._put(chip)

    def _put(self, part: QWidget) -> None:
        self._places.addWidget(part)
        self._shown.append(part)

    def _offer(self, chip: Button, key: str) -> None:
        """Open the menu of what can be done about a key."""
        at, menu = self.keys.index(key), QMenu(self)
        rest = [each for each in self.keys if each != key]
        for words, possible, order in (
            (_("Use it earlier"), at > 0, [*rest[: at - 1], key, *rest[at - 1 :]]),
            (_("Use it later"), at < len(rest), [*rest[: at + 1], key, *rest[at + 1 :]]),
            (_("Do not recognise anybody by it"), bool(rest), rest),
        ):
            action = menu.addAction(words)
            action.setEnabled(possible)
            action.triggered.connect(lambda _on=False, order=order: self._ask(order))
        _open(menu, chip)

    def _offer_more(self) -> None:
        menu = QMenu(self)
        for key in self._free:
            action = menu.addAction(key_label(key))
            order = [*self.keys, key]
            action.triggered.connect(lambda _on=False, order=order: self._ask(order))
        _open(menu, self.more)

    def _ask(self, order: list[str]) -> None:
        self.changed.emit({"key": ",".join(order)})


def key_label(key: str) -> str:
    """Return the fields of a key in words."""
    labels = [found.label for part in key_parts(key) if (found := find_field(part))]
    return pgettext("fields of a key", " + ").join(labels)


def _open(menu: QMenu, opener: QWidget) -> None:
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(opener.mapToGlobal(QPoint(0, opener.height())))
