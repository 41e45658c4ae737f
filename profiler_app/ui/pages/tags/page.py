"""The page of tags: what is said about customers, by which rule, and whether it is still true."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from profiler_app.domain.tags import known_tags
from profiler_app.domain.text import _, ngettext, pgettext
from profiler_app.jobs.giving import can_be_given
from profiler_app.jobs.tag_detail import TagDetail, Version, tag_detail
from profiler_app.jobs.tag_governance import HINTS, TagOverview, TagRow, tag_overview
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.customers.matching import matched
from profiler_app.ui.pages.tags.deeds import TagDeeds
from profiler_app.ui.pages.tags.detail import TagPanel
from profiler_app.ui.pages.tags.runs_popover import RunsPopover
from profiler_app.ui.pages.tags.tag_form import TagForm
from profiler_app.ui.pages.tags.tag_table import TagTable
from profiler_app.ui.pages.tags.wording import balance_text
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.empty_state import EmptyState
from profiler_app.ui.widgets.inputs import DropDown
from profiler_app.ui.widgets.labels import ElidedLabel, Label
from profiler_app.ui.widgets.search_field import SearchField
from profiler_app.ui.widgets.segmented import Segmented
from profiler_app.ui.widgets.surface import Bar

_FOLLOW_MS = 80


class TagsPage(QWidget):
    """The list at the left, the chosen tag at the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.overview: TagOverview | None = None
        self._stale, self._go_to, self._shut = True, "", False
        self._follow = QTimer(self, singleShot=True, interval=_FOLLOW_MS)
        self._follow.timeout.connect(self._ask_detail)
        self._title, self.count = Label("", "title"), Label("", "body", "text.tertiary")
        self.log = Button(kind="ghost", icon="history")
        self.again, self.new = Button(icon="refresh-cw"), Button(kind="primary", icon="plus")
        self.search, self.which, self.hint = SearchField(), Segmented(), DropDown()
        self.contrary = Button(kind="ghost", icon="circle-alert")
        self.table, self.panel = TagTable(), TagPanel()
        self._nothing = EmptyState("search-x", "")
        self._foot_left = ElidedLabel("", "caption", "text.secondary")
        self._foot_right = Label("", "caption", "text.tertiary")
        self.deeds = TagDeeds(desk, self)
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        title = Bar(52)
        for widget in (self._title, self.count):
            title.row.addWidget(widget)
        title.row.addStretch(1)
        for button in (self.log, self.again, self.new):
            title.row.addWidget(button)
        self._bar = Bar(48)
        self.search.setMinimumWidth(current().px(160))
        self.search.setMaximumWidth(current().px(240))
        self._bar.row.addWidget(self.search, 1)
        self._bar.row.addWidget(self.which)
        self._bar.row.addStretch(1)
        self._bar.row.addWidget(self.contrary)
        self._bar.row.addWidget(self.hint)
        foot = Bar(28, edges=Qt.Edge.TopEdge, token="bg.window", spacing=16)
        foot.row.addWidget(self._foot_left, 1)
        foot.row.addWidget(self._foot_right)
        both = QHBoxLayout()
        both.setSpacing(0)
        both.addWidget(self.table, 1)
        both.addWidget(self._nothing, 1)
        both.addWidget(self.panel)
        self._clear = self._nothing.add_button("", self._drop_filters)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (title, self._bar):
            column.addWidget(part)
        column.addLayout(both, 1)
        column.addWidget(foot)
        self._head = title
        self.panel.hide()
        self._nothing.hide()

    def _connect(self) -> None:
        self.log.clicked.connect(lambda: self.show_runs())
        self.again.clicked.connect(self._desk.bring_up_to_date)
        self.new.clicked.connect(lambda: self.ask_new())
        self.search.searched.connect(lambda _text: self._show_rows())
        self.which.chosen.connect(lambda _key: self._show_rows())
        self.hint.currentIndexChanged.connect(lambda _at: self._show_rows())
        self.contrary.clicked.connect(lambda: self.contradictions_menu().popup(self._under()))
        self.table.chosen.connect(self._chosen)
        self.table.typed.connect(self._typed)
        self.table.opened.connect(lambda _index: self.act("open"))
        self.panel.acted.connect(self.act)
        self.panel.tag_asked.connect(self.go_to)
        self.panel.rule_asked.connect(self._desk.open_list)
        self.panel.version_asked.connect(self._restore)
        self.panel.closed.connect(self._close_panel)
        self.deeds.stored.connect(self._stored)
        self._desk.data_changed.connect(self._data_changed)

    # -- what the window asks for

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._title.setText(_("Tags"))
        self.log.setText(pgettext("tags", "Runs"))
        self.again.setText(_("Compute all again"))
        self.new.setText(_("New tag"))
        self.search.set_placeholder(_("Search tags"))
        self._clear.setText(_("Clear search and filters"))
        self._nothing.set_message(_("No tag is like that"))
        self.panel.retranslate()
        self.table.retranslate()
        if self.overview is not None:  # names and groups are in the language they were read in
            self._stale = True
            if self.isVisible():
                self._read()
        self._show_counts()

    def activated(self) -> None:
        """Read what was not read yet."""
        self._read()
        (self.focusWidget() or self.table).setFocus()

    def search_focus(self) -> None:
        """Let the user search."""
        self.search.setFocus()
        self.search.selectAll()

    def show_runs(self) -> RunsPopover:
        """Show what each run computed, gave and took."""
        popover = RunsPopover(self._desk, self)
        popover.tag_asked.connect(self.go_to)
        popover.show_below(self.log, align_right=True)
        return popover

    def escape(self) -> bool:
        """Clear the search, then close the panel."""
        if self.search.text():
            self.search.clear()
            return True
        if self.panel.isVisible():
            self._close_panel()
            return True
        return False

    def tab_regions(self) -> list[QWidget]:
        """Return the parts F6 goes through."""
        return [self._head, self._bar, self.table, self.panel]

    # -- reading

    def _data_changed(self) -> None:
        self._stale = True
        if self.isVisible():
            self._read()

    def _read(self) -> None:
        if not self._stale:
            return
        self._stale = False
        self._desk.reads.ask(
            "tags.overview",
            _overview,
            self._desk.today(),
            done=self._receive,
            failed=self._desk.show_problem,
            owner=self,
        )

    def _receive(self, overview: TagOverview) -> None:
        self.overview = overview
        self._show_counts()
        self._show_rows()
        if self._go_to and self.table.choose(self._go_to):
            self._go_to = ""
        elif self.table.tag() is None and not self._shut:
            self.table.choose_first()
        self._follow.start()

    def _chosen(self, row: TagRow | None) -> None:
        if row is not None:
            self._shut = False
            self._follow.start()

    def _ask_detail(self) -> None:
        row = self.table.tag()
        if row is None or self._shut:
            return
        self._desk.reads.ask(
            "tags.detail",
            _detail,
            row.tag,
            done=self._receive_detail,
            failed=self._desk.show_problem,
            owner=self,
        )

    def _receive_detail(self, detail: TagDetail) -> None:
        row = self.table.tag()
        if row is None or row.tag != detail.tag or self.overview is None:
            return
        self.panel.show_tag(row, detail, self.overview.contradictions)
        self.panel.show()

    # -- showing

    def _show_counts(self) -> None:
        rows = () if self.overview is None else self.overview.rows
        retired = sum(row.retired for row in rows)
        hinted = sum(bool(row.hints) for row in rows)
        own = sum(row.own and not row.retired for row in rows)
        self.which.set_options(
            [
                ("all", f"{pgettext('tags', 'All')} {len(rows) - retired}"),
                ("own", f"{pgettext('tags', 'Own')} {own}"),
                ("hinted", f"{pgettext('tags', 'To look at')} {hinted}"),
                ("retired", f"{pgettext('tags', 'Retired')} {retired}"),
            ]
        )
        self.which.setAccessibleName(_("Which tags are listed"))
        counts = {key: sum(key in row.hints for row in rows) for key in HINTS}
        self.hint.set_options(
            [("", _("Any state")), *((k, f"{_(HINTS[k])} {n}") for k, n in counts.items() if n)]
        )
        self.hint.setAccessibleName(_("Which state of a tag is listed"))
        found = 0 if self.overview is None else len(self.overview.contradictions)
        text = ngettext("{n} contradiction", "{n} contradictions", found).format(n=found)
        self.contrary.setText(text)
        self.contrary.setVisible(bool(found))
        if self.overview is None:
            return
        groups = len({row.group for row in rows})
        text = ngettext("{n} tag in {groups} groups", "{n} tags in {groups} groups", len(rows))
        self.count.setText(text.format(n=len(rows), groups=groups))
        self._foot_left.setText(balance_text(self.overview))
        day = self.overview.as_of
        self._foot_right.setText(_("As of {day}").format(day=day) if day else "")

    def _show_rows(self) -> None:
        if self.overview is None:
            return
        rows = [row for row in self.overview.rows if self._is_listed(row)]
        names = {row.tag: row.label for row in self.overview.rows}
        self.table.show_tags(rows, self.overview.groups, names)
        self.table.setVisible(bool(rows))
        self._nothing.setVisible(not rows)
        if not rows:
            self.panel.hide()
        elif self.table.tag() is None and not self._shut:
            self.table.choose_first()

    def _is_listed(self, row: TagRow) -> bool:
        which, hint, search = self.which.key(), self.hint.key(), self.search.text().strip()
        if row.retired != (which == "retired") or (which == "own" and not row.own):
            return False
        if (which == "hinted" and not row.hints) or (hint and hint not in row.hints):
            return False
        return not search or search in row.tag or bool(matched(row.label, search))

    def _drop_filters(self) -> None:
        self.search.set_silently("")
        self.hint.choose("")
        self.which.choose("all")
        self._show_rows()

    def _typed(self, letter: str) -> None:
        self.search.setFocus()
        self.search.setText(self.search.text() + letter)

    def _close_panel(self) -> None:
        self._shut = True
        self.panel.hide()
        self.table.setFocus()

    def contradictions_menu(self) -> QMenu:
        """Return what cannot be true of one customer but is; an entry opens these customers."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for each in () if self.overview is None else self.overview.contradictions:
            n = ngettext("{n} customer", "{n} customers", each.customers)
            text = f"{each.text} · {n.format(n=f'{each.customers:,}')}"
            menu.addAction(text, partial(self._desk.open_list, each.rule, each.text))
        return menu

    def _under(self) -> QPoint:
        return self.contrary.mapToGlobal(QPoint(0, self.contrary.height() + 4))

    # -- doing

    def go_to(self, tag: str) -> None:
        """Show a tag by its id, or, after ``=``, by its name."""
        if self.overview is None:
            self._go_to = tag
            return
        if tag.startswith("="):
            tag = next((row.tag for row in self.overview.rows if row.label == tag[1:]), "")
        if not self.table.choose(tag):
            self._drop_filters()
            if not self.table.choose(tag):
                self.which.choose("retired")
                self._show_rows()
                self.table.choose(tag)

    def ask_new(self) -> TagForm:
        """Open the form of a new tag."""
        return self.deeds.ask(None, None, self.new)

    def act(self, what: str) -> None:
        """Do something with the chosen tag."""
        row, detail = self.table.tag(), self.panel.detail
        if row is None:
            return
        if what == "open":
            if row.customers:
                self._desk.open_list(f"has('{row.tag}')", row.label)
        elif what in ("retire", "revive"):
            self.deeds.retire(row, back=what == "revive")
        elif what == "give" and can_be_given(known_tags()[row.tag]):
            self.deeds.ask_whom(row, self.panel.give)
        elif detail is not None and detail.tag == row.tag:
            self.deeds.ask(row, detail, self.panel.edit, copy=what == "copy")

    def _stored(self, tag: str) -> None:
        self._go_to = tag
        self._shut = False

    def _restore(self, version: Version) -> None:
        row = self.table.tag()
        if row is not None:
            self.deeds.restore(row, version)


def _overview(reader: Reader, today: date) -> TagOverview:
    return tag_overview(reader.workspace, reader.source, today)


def _detail(reader: Reader, tag: str) -> TagDetail:
    return tag_detail(reader.workspace, tag)
