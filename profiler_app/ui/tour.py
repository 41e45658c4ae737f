"""The tour: ten minutes through the pages, one sheet at the foot that says what to try next."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.listing import Found, ListQuery
from profiler_app.domain.text import N_, _
from profiler_app.jobs.lists import find
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.floating import FloatingSheet
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button, IconButton
from profiler_app.ui.widgets.labels import Label

_WIDTH = 380
_PLACE = "tour_step"


class Step(NamedTuple):
    """What one stop shows: a page, what it is for, and something to try there."""

    page: str
    title: str
    text: str


STEPS = (
    Step(
        "today",
        N_("Today: whom to contact now, and why"),
        N_(
            "Each row names its reason in the customer's own figures. Press Enter on one to open "
            "the card; mark another as done and take that back with Ctrl+Z."
        ),
    ),
    Step(
        "customers",
        N_("Customers: found within two keystrokes"),
        N_(
            "Type three letters: a part of a name, its pinyin, or the end of a telephone number. "
            "Then add a filter and watch the count."
        ),
    ),
    Step(
        "profile",
        N_("Profile card: every word has its grounds"),
        N_(
            "Click a tag: you see its rule, the customer's own values and what would change the "
            "answer. Press D to see the card as it was known on an earlier day."
        ),
    ),
    Step(
        "segments",
        N_("Segments: where the money is, and who moves"),
        N_(
            "Click a cell of the grid to see what it stands for. Under “Clusters” the data form "
            "their own groups; where there are none, it says so."
        ),
    ),
    Step(
        "tags",
        N_("Tags: what is said about customers, by which rule"),
        N_(
            "Choose a tag and read its rule. “New tag” lets you write your own; the number of "
            "customers is counted while you type."
        ),
    ),
    Step(
        "insights",
        N_("Insights: charts that open their customers"),
        N_(
            "Click a bar and the other charts follow. Under “Forecasts” each model shows how well "
            "it did on data it had not seen, or why it refuses."
        ),
    ),
    Step(
        "campaigns",
        N_("Campaigns: did it work?"),
        N_(
            "A campaign leaves out whom one may not contact, and draws a control group. Afterwards "
            "the difference comes with its interval, and “cannot be concluded” is an answer."
        ),
    ),
    Step(
        "import",
        N_("Import: nothing is written before you have seen it"),
        N_(
            "Drop a table of your own onto the window. You see what would be created, changed and "
            "rejected; until you agree, nothing is written, and later all of it can be undone."
        ),
    ),
    Step(
        "data",
        N_("Data: what is missing, wrong or there twice"),
        N_(
            "The worklist names what is most worth mending. Under “Duplicates” two records stand "
            "side by side with the evidence; a merge can be taken apart at any time."
        ),
    ),
    Step(
        "settings",
        N_("Settings: it stays on this computer"),
        N_(
            "Under “Privacy” see when the last backup was rehearsed, who saw what, and how a "
            "person is erased. That is the tour: F1 shows the keys, Shift+F1 explains a page."
        ),
    ),
)


class Tour(FloatingSheet):
    """Leads from page to page; where one left is where it goes on."""

    def __init__(self, parent: QWidget, desk: Desk) -> None:
        super().__init__(
            parent, fill="bg.raised", border="border.strong", side=Qt.AlignmentFlag.AlignLeft
        )
        self._desk = desk
        self.at = 0
        self._count = Label("", "caption", "text.tertiary")
        self._title, self._text = Label("", "heading"), Label("", "body", "text.secondary")
        self._title.setWordWrap(True)
        self._text.setWordWrap(True)
        self.leave = IconButton("x", "-", small=True)
        self.before, self.next = Button(small=True), Button(kind="primary", small=True)
        self._lay_out()
        self.leave.clicked.connect(self.hide)
        self.before.clicked.connect(lambda: self._go(self.at - 1))
        self.next.clicked.connect(self._forward)
        desk.tour_asked.connect(self.start)
        self.retranslate()
        self.hide()

    def _lay_out(self) -> None:
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(self.leave)
        foot.addStretch(1)
        for button in (self.before, self.next):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 12, 14)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addSpacing(6)
        column.addLayout(foot)

    def start(self) -> None:
        """Begin, or go on where one left."""
        self._go(int(self._desk.preferences.get(_PLACE, 0)))
        self.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Show the step in the current language."""
        step = STEPS[self.at]
        last = self.at == len(STEPS) - 1
        self._count.setText(_("Tour · {n} of {total}").format(n=self.at + 1, total=len(STEPS)))
        self._title.setText(_(step.title))
        self._text.setText(_(step.text))
        self.setAccessibleName(_(step.title))
        self.leave.set_name(_("Leave the tour"))
        self.before.setText(_("Previous step"))
        self.before.setEnabled(self.at > 0)
        self.next.setText(_("End the tour") if last else _("Next step"))
        self.fit()

    def fit(self) -> None:
        """Take the height the text needs at this width."""
        self.setFixedWidth(current().px(_WIDTH))
        super().fit()

    def _go(self, at: int) -> None:
        self.at = at if 0 <= at < len(STEPS) else 0
        self._desk.preferences.put(_PLACE, self.at)
        self.retranslate()
        page = STEPS[self.at].page
        if page == "profile":
            self._desk.reads.ask("tour", _somebody, owner=self, done=self._show_somebody)
        else:
            self._desk.open_page(page)
        self.show()
        self.raise_()

    def _forward(self) -> None:
        if self.at == len(STEPS) - 1:
            self._desk.preferences.put(_PLACE, 0)
            self.hide()
        else:
            self._go(self.at + 1)

    def _show_somebody(self, found: Found) -> None:
        """Open the first card; where there is nobody yet, the empty list says how to begin."""
        if len(found.ids):
            self._desk.open_customer(int(found.ids[0]), found.ids)
        else:
            self._desk.open_page("customers")
        self.raise_()


def _somebody(reader: Reader) -> Any:
    return find(reader.workspace, reader.source, ListQuery())
