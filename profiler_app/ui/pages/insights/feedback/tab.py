"""The tab of feedback: reads one view of it, shows it from five sides."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.feedback import FeedbackView
from profiler_app.domain.insights import both
from profiler_app.domain.text import _, pgettext
from profiler_app.jobs.feedback.judging import judge_feedback
from profiler_app.jobs.feedback.product_table import (
    ProductTable,
    export_product_table,
    note_of,
)
from profiler_app.jobs.feedback.viewing import feedback_view
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.insights.feedback.overview_view import OverviewView
from profiler_app.ui.pages.insights.feedback.products_view import IdeasView, ProductsView
from profiler_app.ui.pages.insights.feedback.texts_view import ComplaintsView, OneByOneView
from profiler_app.ui.pages.insights.page_filter import PageFilter
from profiler_app.ui.pages.segments.parts import scrolled
from profiler_app.ui.widgets.empty_state import EmptyState
from profiler_app.ui.widgets.segmented import Segmented

_BLANK = 2


class FeedbackTab(QWidget):
    """``loaded`` follows an answer: a view, or the problem why there is none.

    Texts are judged by themselves when some came since the last time; labels wait for the button,
    so that one can label several.
    """

    loaded = Signal(object)

    def __init__(self, desk: Desk, page_filter: PageFilter) -> None:
        super().__init__()
        self._desk, self._filter = desk, page_filter
        self.view: FeedbackView | None = None
        self._judging = False
        self.sides = Segmented(small=True)
        self.overview = OverviewView(desk)
        self.complaints, self.texts = ComplaintsView(desk), OneByOneView(desk)
        self.products, self.ideas = ProductsView(), IdeasView(desk)
        self._views: dict[str, QWidget] = {
            "overview": self.overview,
            "complaints": self.complaints,
            "texts": self.texts,
            "products": self.products,
            "ideas": self.ideas,
        }
        self.empty = EmptyState("message-square", "")
        self._import = self.empty.add_button("", desk.open_import, kind="primary")
        self.stack = QStackedWidget()
        self._areas = {"overview": scrolled(self.overview)}  # the others scroll by themselves
        for key, widget in self._views.items():
            self.stack.addWidget(self._areas.get(key, widget))
        self._build()
        self.sides.chosen.connect(self.show_side)
        self.overview.topic_opened.connect(self._show_topic)
        self.overview.judge_asked.connect(self.judge)
        self.products.exported.connect(self.ask_export)
        self.retranslate()

    def _build(self) -> None:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(12)
        row = QHBoxLayout()
        row.addWidget(self.sides)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.stack, 1)
        self._outer = QStackedWidget()
        self._outer.addWidget(whole)
        self._outer.addWidget(self.empty)
        self._outer.addWidget(QWidget())  # nothing, until the first view is read
        self._outer.setCurrentIndex(_BLANK)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(self._outer)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.sides.set_options([
            ("overview", _("Figures")),
            ("complaints", _("Open complaints")),
            ("texts", _("One by one")),
            ("products", pgettext("feedback", "Products")),
            ("ideas", _("Ideas")),
        ])  # fmt: skip
        self.sides.setAccessibleName(_("What is shown of the feedback"))
        for side in (self.overview, self.complaints, self.texts, self.products, self.ideas):
            side.retranslate()
        self._import.setText(_("Import"))
        if self.view is not None:
            self.reload()

    # -- reading

    def where(self) -> str:
        """Return the rule of the filter of the page."""
        return both(*(part.rule for part in self._filter.parts(self._desk.today())))

    def reload(self) -> None:
        """Read the feedback again."""
        self._desk.reads.ask(
            "insights.feedback",
            _viewed,
            self.where(),
            self._desk.today(),
            done=self._receive,
            failed=self._fail,
            owner=self,
        )

    def _receive(self, view: FeedbackView) -> None:
        first = self.view is None
        self.view = view
        if first and view.open_complaints:
            self.sides.choose("complaints")
        nothing = not view.all_texts and not view.open_complaints and view.nps is None
        nothing = nothing and view.satisfied is None
        self._outer.setCurrentIndex(int(nothing))
        self.empty.set_message(
            _("No feedback yet") if not view.where else _("No feedback under this filter"),
            _("Import complaints, reviews and suggestions, or record feedback on a card: choose "
              "“Record feedback” in its menu."),
        )  # fmt: skip
        self.show_side(self.sides.key())
        self._show()
        if view.judged.report is None and view.judged.stale:
            self.judge()
        self.loaded.emit(view)

    def _show(self) -> None:
        if self.view is not None:
            self.overview.show_view(self.view, judging=self._judging)
            for side in (self.complaints, self.texts, self.products, self.ideas):
                side.show_view(self.view)

    def _fail(self, problem: UserProblem) -> None:
        self.view = None
        self.loaded.emit(problem)

    def has_products(self) -> bool:
        """Return whether there is a table for those who make the products."""
        return self.view is not None and bool(self.view.products)

    def foot(self) -> tuple[str, str]:
        """Return what stands at the foot of the page, left and right."""
        hints = [_("The last twelve months")]
        if self.view is None:
            return hints[0], ""
        if self.view.withheld:
            left = _("{n} did not allow profiling and are not counted")
            hints.append(left.format(n=f"{self.view.withheld:,}"))
        return " · ".join(hints), _("As of {day}").format(day=self.view.as_of)

    # -- sides

    def show_side(self, key: str) -> None:
        """Show one side of the feedback."""
        self.sides.choose(key)
        self.stack.setCurrentWidget(self._areas.get(key, self._views[key]))

    def _show_topic(self, topic: str) -> None:
        self.texts.show_topic(topic)
        self.show_side("texts")

    def escape(self) -> bool:
        """Go back to the figures."""
        if self.sides.key() == "overview":
            return False
        self.show_side("overview")
        return True

    # -- jobs

    def judge(self) -> None:
        """Judge every text again, by what labels teach where they teach enough."""
        if self._judging:
            return
        self._judging = True
        self._show()
        self._desk.jobs.start(
            judge_feedback,
            title=_("Judging feedback"),
            owner=self,
            done=lambda _report: self._judged(),
            failed=self._not_judged,
            cancelled=self._stopped,
            derived=True,
            today=self._desk.today(),
        )

    def _judged(self) -> None:
        self._judging = False
        self.reload()

    def _not_judged(self, problem: UserProblem) -> None:
        self._stopped()
        self._desk.show_problem(problem)

    def _stopped(self) -> None:
        self._judging = False
        self._show()

    def ask_export(self) -> None:
        """Ask where to write the table for those who make the products."""
        name = _("Feedback by product {day}").format(day=self._desk.today().isoformat())
        path, _filter = QFileDialog.getSaveFileName(
            self, _("Export"), f"{name}.xlsx", _("Tables (*.xlsx *.csv)")
        )
        if path:
            self.export(Path(path))

    def export(self, path: Path) -> None:
        """Write the table and say so, and what it leaves out."""
        done = _("Written to {file}.").format(file=path.name)

        def told(table: ProductTable) -> None:
            self._desk.toast(f"{done} {note_of(table)}")

        self._desk.jobs.start(
            export_product_table,
            path,
            where=self.where(),
            today=self._desk.today(),
            title=_("Exporting"),
            owner=self,
            done=told,
            failed=self._desk.show_problem,
        )


def _viewed(reader: Reader, where: str, today: date) -> FeedbackView:
    return feedback_view(reader.workspace, reader.source, where=where, today=today)
