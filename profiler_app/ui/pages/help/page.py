"""The manual: topics at the left, with a search over all of them; the one chosen at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from profiler_app.domain.manual import Found, find_in_manual, topic_of_page, topics
from profiler_app.domain.text import _, ngettext
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.help.reader import ManualReader
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label, as_tooltip
from profiler_app.ui.widgets.search_field import SearchField
from profiler_app.ui.widgets.surface import Bar, Surface

_SIDE = 248
_TARGET = Qt.ItemDataRole.UserRole


class HelpPage(QWidget):
    """Read offline; a link inside the text leads to another topic or to a page of the window."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("surface", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._desk = desk
        self._topic = topics()[0].key
        self._title = Label("", "title")
        self.tour = Button(icon="compass")
        self.search, self.list, self.reader = SearchField(), QListWidget(), ManualReader()
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._found = Label("", "caption", "text.tertiary")
        self._side = Surface(edges=Qt.Edge.RightEdge)
        self._lay_out()
        self.search.searched.connect(lambda _words: self._fill())
        self.list.currentItemChanged.connect(lambda item, _old: self._chosen(item))
        self.reader.linked.connect(self._follow)
        self.tour.clicked.connect(desk.tour_asked)
        current().changed.connect(self._dress)
        self._dress()
        self.retranslate()

    def _lay_out(self) -> None:
        bar = Bar(52)
        bar.row.addWidget(self._title)
        bar.row.addStretch(1)
        bar.row.addWidget(self.tour)
        inside = QVBoxLayout(self._side)
        inside.setContentsMargins(12, 12, 13, 12)
        inside.addWidget(self.search)
        inside.addWidget(self._found)
        inside.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._side)
        row.addWidget(self.reader, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addLayout(row, 1)

    def _dress(self) -> None:
        self._side.setFixedWidth(current().px(_SIDE))
        self.list.setFont(current().font("body"))

    # -- what the window asks of every page

    def activated(self) -> None:
        """Nothing to read: the manual does not change."""

    def retranslate(self) -> None:
        """Show everything in the current language."""
        self._title.setText(_("Help"))
        self.tour.setText(_("Take the tour"))
        self.search.set_placeholder(_("Search in the help"))
        self.list.setAccessibleName(_("Topics"))
        self.reader.setAccessibleName(_("Help text"))
        self._fill()
        self.open_topic(self._topic)

    def search_focus(self) -> None:
        """Go to the search."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def escape(self) -> bool:
        """Clear the search first."""
        if not self.search.text():
            return False
        self.search.set_silently("")
        self._fill()
        return True

    def tab_regions(self) -> list[QWidget]:
        """Return the search, the topics and the text."""
        return [self.search, self.list, self.reader]

    def explain(self, page: str) -> None:
        """Show the topic that explains a page."""
        self.open_topic(topic_of_page(page))

    # -- topics

    def open_topic(self, key: str, heading: str = "") -> None:
        """Show a topic, and of it a section."""
        self._topic = key
        text = next(topic.text for topic in topics() if topic.key == key)
        self.reader.show_text(text)
        if heading:
            self.reader.go_to_heading(heading)
        self._light()

    def _fill(self) -> None:
        words = self.search.text().strip()
        found = find_in_manual(words)
        self.list.blockSignals(True)
        self.list.clear()
        if words:
            self._found.setText(
                ngettext("{n} place", "{n} places", len(found)).format(n=len(found))
                if found
                else _("Nothing found. Try a shorter word.")
            )
            for each in found:
                self.list.addItem(_hit(each))
        else:
            for topic in topics():
                self.list.addItem(_item(topic.title, topic.key))
        self._found.setVisible(bool(words))
        self.list.blockSignals(False)
        self._light()

    def _light(self) -> None:
        """Let the list show which topic is read."""
        self.list.blockSignals(True)
        targets = [self.list.item(i).data(_TARGET) for i in range(self.list.count())]
        if (self._topic, "") in targets:
            self.list.setCurrentRow(targets.index((self._topic, "")))
        self.list.blockSignals(False)

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.open_topic(*item.data(_TARGET))

    def _follow(self, target: str) -> None:
        kind, _colon, key = target.partition(":")
        if kind == "topic":
            self.open_topic(key)
        elif kind == "page":
            self._desk.open_page(key)


def _item(title: str, key: str, heading: str = "") -> QListWidgetItem:
    item = QListWidgetItem(title)
    item.setData(_TARGET, (key, heading))
    return item


def _hit(found: Found) -> QListWidgetItem:
    where = f"{found.title} · {found.heading}" if found.heading else found.title
    item = _item(f"{where}\n{found.excerpt}", found.topic, found.heading)
    item.setToolTip(as_tooltip(found.excerpt))
    return item
