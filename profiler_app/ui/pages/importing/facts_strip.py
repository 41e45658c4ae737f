"""What the file turned out to be; what can be told wrongly opens a menu."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QWidget

from profiler_app.domain.import_kinds import kind_of, kinds
from profiler_app.domain.imports import FileFacts
from profiler_app.domain.text import N_, _
from profiler_app.ui import icons
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.importing.chrome import Bar
from profiler_app.ui.pages.importing.draft import Draft
from profiler_app.ui.pages.importing.encoding_fact import EncodingFact
from profiler_app.ui.pages.importing.template_menu import TemplateMenu
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import ElidedLabel, Label

_DELIMITERS = {
    ",": N_("comma"),
    ";": N_("semicolon"),
    "\t": N_("tab"),
    "|": N_("vertical line"),
}
_HEADER_ROWS = 10
AUTO = ""

Options = Sequence[tuple[str, str]]


class FactMenu(QWidget):
    """A fact with its name; ``chosen`` carries the key of another answer."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._name = Label("", "caption", "text.tertiary")
        self._button = Button(kind="link", small=True)
        self._menu = QMenu(self._button)
        self._button.setMenu(self._menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self._name)
        row.addWidget(self._button)

    def show_fact(self, name: str, value: str, options: Options, key: str) -> None:
        """Show a fact and the other answers there are."""
        self._name.setText(name)
        self._button.setText(value)
        self._button.setAccessibleName(f"{name} {value}")
        self._menu.clear()
        group = QActionGroup(self._menu)
        for each, label in options:
            action = QAction(label.replace("&", "&&"), group)
            action.setCheckable(True)
            action.setChecked(each == key)
            action.triggered.connect(lambda _on=False, each=each: self.chosen.emit(each))
            self._menu.addAction(action)


class FactsStrip(Bar):
    """File, size, sheet, header, character set, separator, and what its rows are.

    ``changed`` carries the answers that were changed, as keywords of the request.
    """

    changed = Signal(object)
    target_chosen = Signal(str)
    template_chosen = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(44)
        self._sign = QLabel()
        self._file = ElidedLabel("", "strong")
        self._size = Label("", "caption", "text.tertiary")
        self._sheet, self._header = FactMenu(), FactMenu()
        self._encoding, self._delimiter = EncodingFact(desk), FactMenu()
        self._target = FactMenu()
        self._template = TemplateMenu(desk)
        for widget in (self._sign, self._file, self._size):
            self.row.addWidget(widget)
        self.row.addSpacing(10)
        for menu in (self._sheet, self._header, self._encoding, self._delimiter):
            self.row.addWidget(menu)
        self.row.addStretch(1)
        self.row.addWidget(self._target)
        self.row.addWidget(self._template)
        self._connect()
        self._dress_sign()
        current().changed.connect(self._dress_sign)

    def _connect(self) -> None:
        def answer(name: str, key: str) -> None:
            self.changed.emit({name: key or None})

        self._sheet.chosen.connect(lambda key: answer("sheet", key))
        self._encoding.chosen.connect(lambda key: answer("encoding", key))
        self._delimiter.chosen.connect(lambda key: answer("delimiter", key))
        self._header.chosen.connect(
            lambda key: self.changed.emit({"header_row": int(key) if key else None})
        )
        self._target.chosen.connect(self.target_chosen)
        self._template.chosen.connect(self.template_chosen)

    def show_draft(self, draft: Draft) -> None:
        """Show the facts of a file."""
        facts, request = draft.inspection.table.facts, draft.request
        self._file.setText(facts.name)
        self._size.setText(file_size(facts.size))
        self._sheet.setVisible(len(facts.sheets) > 1)
        self._encoding.setVisible(facts.encoding is not None)
        self._delimiter.setVisible(facts.delimiter is not None)
        self._show_sheet(facts)
        self._header.show_fact(
            _("Header"), _row_name(facts.header_row), _header_options(), _key(request.header_row)
        )
        self._encoding.show_draft(draft)
        self._template.show_draft(draft)
        self._delimiter.show_fact(
            _("Separator"),
            _(_DELIMITERS.get(facts.delimiter or "", facts.delimiter or "")),
            _with_auto([(sign, _(name)) for sign, name in _DELIMITERS.items()]),
            request.delimiter or AUTO,
        )
        target = draft.mapped.target
        names = [(each.id, each.label) for each in kinds().values()]
        self._target.show_fact(_("The rows are"), kind_of(target).label, names, target)

    def _show_sheet(self, facts: FileFacts) -> None:
        if facts.sheet:
            at, count = facts.sheets.index(facts.sheet) + 1, len(facts.sheets)
            value = _("{sheet} ({at}/{count})").format(sheet=facts.sheet, at=at, count=count)
            sheets = [(sheet, sheet) for sheet in facts.sheets]
            self._sheet.show_fact(_("Sheet"), value, sheets, facts.sheet)

    def _dress_sign(self) -> None:
        ratio = self.devicePixelRatioF()
        self._sign.setPixmap(icons.pixmap("file-spreadsheet", "success", 16, ratio))


def _with_auto(options: Options) -> Options:
    return [(AUTO, _("Find out")), *options]


def _header_options() -> Options:
    rows = [(str(row), _row_name(row)) for row in range(1, _HEADER_ROWS + 1)]
    return _with_auto([("0", _row_name(0)), *rows])


def _row_name(row: int) -> str:
    return _("line {n}").format(n=row) if row else _("none")


def _key(row: int | None) -> str:
    return AUTO if row is None else str(row)


def file_size(size: int) -> str:
    """Return a number of bytes as people say it."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024)):,} KB"
    return f"{size / 1024 / 1024:,.1f} MB"
