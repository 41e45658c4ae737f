"""What is said about products: topics by month; and the ideas customers have for them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.feedback import MONTHS, FeedbackView, IdeaLine, ProductTopic
from profiler_app.domain.text import _, ngettext, pgettext
from profiler_app.ui.commands import add_commands
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.insights.feedback.detail import Detail
from profiler_app.ui.pages.insights.feedback.wording import negative_bar, rating, share
from profiler_app.ui.pages.segments.figures_table import Figure, FiguresTable
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.empty_state import EmptyState
from profiler_app.ui.widgets.panel import Panel

_MONTH = 40


class ProductsView(QWidget):
    """``exported`` when the table is wanted as a file."""

    exported = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._months: tuple[str, ...] = ("",) * MONTHS
        self.panel = Panel("·")
        self.export = Button(icon="download", small=True)
        self.panel.head.add(self.export)
        self.table = FiguresTable([
            Figure(lambda: _("Product"), lambda line: line.product_name, 0, right=False,
                   sort=lambda line: line.product_name),
            Figure(lambda: _("Topic"), lambda line: line.topic_name, 104, right=False,
                   sort=lambda line: line.topic_name),
            Figure(lambda: _("Texts"), lambda line: f"{line.texts:,}", 60,
                   sort=lambda line: line.texts),
            Figure(lambda: _("Dissatisfied"), lambda line: share(line.negative), 116,
                   bar=lambda line: negative_bar(line.negative),
                   sort=lambda line: line.negative or 0.0),
            Figure(lambda: pgettext("feedback", "Rating"), lambda line: rating(line.rating), 60,
                   sort=lambda line: line.rating or 0.0, drop=1),
            *(self._month_figure(at) for at in range(MONTHS)),
        ])  # fmt: skip
        self.empty = EmptyState("package", "")
        self.panel.body.addWidget(self.table, 1)
        self.panel.body.addWidget(self.empty, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panel)
        self.export.clicked.connect(lambda _on=False: self.exported.emit())

    def _month_figure(self, at: int) -> Figure:
        def count(line: ProductTopic) -> str:
            return str(line.months[at] or "·")

        return Figure(
            lambda: self._months[at][-2:].lstrip("0"),
            count,
            _MONTH,
            sort=lambda line: line.months[at],
            tone=lambda line: "text.primary" if line.months[at] else "text.tertiary",
            drop=MONTHS + 1 - at,
        )

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.panel.head.set_title(_("Products, topics and months"))
        self.export.setText(_("For the product team…"))
        self.export.setToolTip(
            _("A table without personal data; rows about fewer than 10 customers are put together")
        )
        self.table.setAccessibleName(_("Products, topics and months"))
        self.table.retranslate()
        self.empty.set_message(
            _("Nothing was said about products"),
            _("Feedback of the last twelve months appears here by product, topic and month."),
        )

    def show_view(self, view: FeedbackView) -> None:
        """Show the table of a view."""
        self._months = tuple(month.month for month in view.months)
        note = _("{first} to {last}; the columns are months")
        self.panel.head.set_note(note.format(first=self._months[0], last=self._months[-1]))
        self.table.show_rows(view.products)
        self.table.retranslate()
        self.table.setVisible(bool(view.products))
        self.empty.setVisible(not view.products)
        self.export.setEnabled(bool(view.products))


class IdeasView(QWidget):
    """Suggestions counted by product; those of the product that is chosen can be answered."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._view: FeedbackView | None = None
        self.products = FiguresTable([
            Figure(lambda: _("Product"), lambda line: line.product_name, 0, right=False,
                   sort=lambda line: line.product_name),
            Figure(lambda: _("Ideas"), lambda line: f"{line.ideas:,}", 60,
                   sort=lambda line: line.ideas),
            Figure(lambda: pgettext("feedback", "Open"), lambda line: f"{line.open:,}", 60,
                   sort=lambda line: line.open),
            Figure(lambda: pgettext("feedback", "Answered"), lambda line: f"{line.answered:,}", 80,
                   sort=lambda line: line.answered, drop=2),
            Figure(lambda: _("Days to answer"), _days, 104,
                   sort=lambda line: line.median_days or 0.0, drop=1),
        ])  # fmt: skip
        self.texts = FiguresTable([
            Figure(lambda: _("Day"), lambda each: each.day, 96, right=False,
                   sort=lambda each: each.day),
            Figure(lambda: _("What the customer said"), lambda each: each.text, 0, right=False),
            Figure(lambda: pgettext("feedback", "Answered on"), lambda each: each.closed or "—",
                   104, sort=lambda each: each.closed, drop=1),
        ])  # fmt: skip
        self.detail = Detail(desk)
        self._list, self._said = Panel("·"), Panel("·")
        self.empty = EmptyState("lightbulb", "")
        self._list.body.addWidget(self.products, 1)
        self._list.body.addWidget(self.empty, 1)
        self._said.body.addWidget(self.texts, 1)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self._list, 1)
        left.addWidget(self._said, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addLayout(left, 1)
        row.addWidget(self.detail)
        self.products.chosen.connect(self._show_texts)
        self.texts.chosen.connect(lambda said: self.detail.show_text(said))
        self.texts.opened.connect(lambda _index: self.detail.open_card())
        add_commands(self, self.detail.acts())

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._list.head.set_title(_("Ideas from customers"))
        self._list.head.set_note(_("suggestions, by product"))
        self._said.head.set_title(_("Suggestions about the product"))
        self.products.setAccessibleName(_("Ideas from customers"))
        self.texts.setAccessibleName(_("Suggestions about the product"))
        for table in (self.products, self.texts):
            table.retranslate()
        self.detail.retranslate()
        self.empty.set_message(
            _("No suggestions yet"),
            _("Record feedback of the kind “suggestion” on a card, with the product it is about."),
        )

    def show_view(self, view: FeedbackView) -> None:
        """Show the suggestions of a view."""
        self._view = view
        before: IdeaLine | None = self.products.row()
        self.products.show_rows(view.ideas)
        names = [line.product for line in self.products.rows()]
        for widget in (self.products, self._said):
            widget.setVisible(bool(names))
        self.empty.setVisible(not names)
        if names:
            known = before is not None and before.product in names
            self.products.selectRow(names.index(before.product) if known and before else 0)
        self._show_texts(self.products.row())

    def _show_texts(self, line: IdeaLine | None) -> None:
        before = self.detail.said
        view = self._view
        product = None if line is None else line.product
        texts = [each for each in view.idea_texts if each.product == product] if view else []
        self.texts.show_rows(texts)
        rows = [each.row for each in texts]
        at = rows.index(before.row) if before is not None and before.row in rows else 0
        if rows:
            self.texts.selectRow(at)
        self.detail.show_text(self.texts.row())


def _days(line: IdeaLine) -> str:
    if line.median_days is None:
        return "—"
    n = round(line.median_days)
    return ngettext("{n} day", "{n} days", n).format(n=n)
