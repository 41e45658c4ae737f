"""Value tiers of one's own: names and lower bounds on a figure, tried on a matrix, then saved."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from profiler_app.domain.fields import fields
from profiler_app.domain.money import SYMBOLS, parse_money, to_decimal
from profiler_app.domain.segmentation import NOT_SCORED, Migration, Tiers, tier_rule
from profiler_app.domain.text import _, ngettext, pgettext
from profiler_app.jobs.segments import tiers as jobs
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.segments.matrix import MigrationMatrix
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.inputs import DropDown
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.panel import Hairline
from profiler_app.ui.widgets.popover import Popover

FIGURES = ("monetary_12m", "aum_mavg", "contribution_12m")
MOST = 5
_WIDTH = 720
_DEBOUNCE_MS = 250


class TiersForm(Popover):
    """Lines of name and bound, the highest first; a count opens the customers of a saved tier."""

    def __init__(self, desk: Desk, saved: Tiers | None, parent: QWidget) -> None:
        super().__init__(parent, width=_WIDTH)
        self._desk = desk
        self._saved = saved
        self._timer = QTimer(self, singleShot=True, interval=_DEBOUNCE_MS)
        self._timer.timeout.connect(self._preview)
        self.figure = DropDown([(name, fields()[name].label) for name in FIGURES])
        self.figure.setAccessibleName(pgettext("tier", "Figure"))
        self.names = [QLineEdit() for _line in range(MOST)]
        self.bounds = [QLineEdit() for _line in range(MOST)]
        self.orders = [QLineEdit() for _line in range(MOST)]
        self.benefits = [QLineEdit() for _line in range(MOST)]
        self.counts = [Button(kind="link", small=True) for _line in range(MOST)]
        self.problem = Label("", "caption", "danger", wrap=True)
        self.effect = Label("", "strong", wrap=True)
        self.matrix = MigrationMatrix((), _tier_name)
        self.save = Button(_("Save"), kind="primary")
        self.give_up = Button(_("Give up the tiers"))
        self._build()
        self._fill()
        self._connect()
        self._preview()

    def _build(self) -> None:
        self.body.addWidget(Label(_("Value tiers of your own"), "heading"))
        hint = _(
            "The highest first. Whoever reaches a bound stands on its tier; below the last bound, "
            "without the figure or without leave to profile, on none. Two tiers at least."
        )
        self.body.addWidget(Label(hint, "caption", "text.secondary", wrap=True))
        self.body.addWidget(self.figure)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        symbol = SYMBOLS[self._desk.settings.currency]
        heads = (pgettext("tier", "Name"), _("From ({unit})").format(unit=symbol),
                 _("or purchases in 12 months"), pgettext("tier", "Benefit"),
                 pgettext("figures", "Customers"))  # fmt: skip
        for at, head in enumerate(heads):
            grid.addWidget(Label(head, "caption", "text.secondary"), 0, at)
        lines = zip(self.names, self.bounds, self.orders, self.benefits, self.counts, strict=True)
        for at, row in enumerate(lines):
            for column, widget in enumerate(row):
                grid.addWidget(widget, at + 1, column)
            row[0].setMaxLength(20)
            row[0].setAccessibleName(_("Name of tier {n}").format(n=at + 1))
            row[1].setAccessibleName(_("Lower bound of tier {n}").format(n=at + 1))
            row[2].setAccessibleName(_("Purchases for tier {n}").format(n=at + 1))
            row[3].setAccessibleName(_("Benefit of tier {n}").format(n=at + 1))
            row[3].setMaxLength(60)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(2, 2)
        grid.setColumnStretch(3, 4)
        grid.setColumnMinimumWidth(4, current().px(96))
        self.body.addLayout(grid)
        for part in (self.problem, Hairline(), self.effect, self.matrix):
            self.body.addWidget(part)
        foot = QHBoxLayout()
        foot.addWidget(self.give_up)
        foot.addStretch(1)
        foot.addWidget(self.save)
        self.body.addLayout(foot)

    def _fill(self) -> None:
        self.give_up.setVisible(self._saved is not None)
        if self._saved is None:
            return
        self.figure.choose(self._saved.figure)
        for at, (name, bound) in enumerate(zip(self._saved.names, self._saved.bounds, strict=True)):
            self.names[at].setText(name)
            self.bounds[at].setText(to_decimal(bound).removesuffix(".00"))
            if self._saved.orders and self._saved.orders[at]:
                self.orders[at].setText(str(self._saved.orders[at]))
            if self._saved.benefits:
                self.benefits[at].setText(self._saved.benefits[at])

    def _connect(self) -> None:
        for field in (*self.names, *self.bounds, *self.orders, *self.benefits):
            field.textEdited.connect(self._edited)
        self.figure.currentIndexChanged.connect(self._edited)
        for at, button in enumerate(self.counts):
            button.clicked.connect(lambda _on=False, at=at: self._open(at))
        self.save.clicked.connect(lambda: self._write(self.tiers()))
        self.give_up.clicked.connect(lambda: self._write(None))

    def tiers(self) -> Tiers | None:
        """Return the tiers typed; None when they are none (``problem`` says why)."""
        lines = [
            (name.text().strip(), bound.text().strip())
            for name, bound in zip(self.names, self.bounds, strict=True)
        ]
        typed = [line for line in lines if any(line)]
        names = tuple(name for name, _from in typed)
        amounts = [parse_money(bound).value for _tier, bound in typed]
        bounds = tuple(amount for amount in amounts if isinstance(amount, int))
        problem = ""
        if not all(names) or len(bounds) < len(names):
            problem = _("Every tier has a name and an amount.")
        elif len(set(names)) < len(names):
            problem = _("Two tiers have the same name.")
        elif any(high <= low for high, low in pairwise(bounds)):
            problem = _("The amounts must fall from line to line.")
        orders = self._typed_orders(len(names))
        if not problem and orders is None:
            problem = _("Purchases are whole numbers that fall from line to line, or empty.")
        self.problem.setText(problem)
        if problem or orders is None or len(names) < 2:
            return None
        benefits = tuple(field.text().strip() for field in self.benefits[: len(names)])
        return Tiers(self.figure.key(), names, bounds, orders, benefits if any(benefits) else ())

    def _typed_orders(self, lines: int) -> tuple[int, ...] | None:
        """Return the purchases of each tier (none at all: empty); None for what is no number."""
        texts = [field.text().strip() for field in self.orders[:lines]]
        if not all(text.isdecimal() or not text for text in texts):
            return None
        numbers = tuple(int(text or 0) for text in texts)
        typed = [number for number in numbers if number]
        if any(high <= low for high, low in pairwise(typed)):
            return None
        return numbers if typed else ()

    def _edited(self) -> None:
        self.save.setEnabled(False)
        for button in self.counts:
            button.setEnabled(False)
        self._timer.start()

    def _preview(self) -> None:
        tiers = self.tiers()
        self.save.setEnabled(False)
        shown = tiers is not None
        for part in (self.effect, self.matrix):
            part.setVisible(shown)
        for button in self.counts:
            button.setVisible(shown)
        if tiers is not None:
            self._desk.reads.ask(
                "segments.tiers",
                _read_preview,
                tiers,
                done=lambda found: self._show(tiers, found),
                failed=self._desk.show_problem,
                owner=self,
            )
        self._grow()

    def _show(self, tiers: Tiers, found: Migration) -> None:
        old = () if self._saved is None else self._saved.names
        self.matrix.show_names((*dict.fromkeys((*tiers.names, *old)), NOT_SCORED))
        self.matrix.show_migration(found)
        counts = dict.fromkeys(tiers.names, 0)
        for move in found.moves:
            if move.after in counts:
                counts[move.after] += move.customers
        self._show_counts([name.text().strip() for name in self.names], counts)
        n = sum(move.customers for move in found.moves if move.before != move.after)
        text = ngettext(
            "{n} of {total} would change tier (rows: now, columns: then)",
            "{n} of {total} would change tier (rows: now, columns: then)",
            n,
        )
        self.effect.setText(text.format(n=f"{n:,}", total=f"{found.customers:,}"))
        self.save.setEnabled(tiers != self._saved)
        self._grow()

    def _show_counts(self, names: list[str], counts: dict[str, int]) -> None:
        in_force = self._saved is not None and self.tiers() == self._saved
        for name, button in zip(names, self.counts, strict=True):
            button.setVisible(name in counts)
            button.setEnabled(in_force)
            n = counts.get(name, 0)
            button.setText(ngettext("{n} customer", "{n} customers", n).format(n=f"{n:,}"))

    def _grow(self) -> None:
        self.setMinimumHeight(self.body.totalHeightForWidth(self.width()))
        self.adjustSize()

    def _open(self, at: int) -> None:
        name = self.names[at].text().strip()
        self.close()
        self._desk.open_list(tier_rule(name), name)

    def _write(self, tiers: Tiers | None) -> None:
        desk = self._desk

        def tell(operation: int) -> None:
            done = _("Tiers saved. Lists and filters know them as “Own tier”.")
            desk.toast(done if tiers is not None else _("Tiers given up."), operation)
            desk.data_changed.emit()

        desk.jobs.start(
            jobs.save_tiers,
            tiers,
            title=_("Saving"),
            owner=desk,
            done=tell,
            failed=desk.show_problem,
        )
        self.close()


def _tier_name(name: str) -> str:
    return pgettext("tier", "None") if name == NOT_SCORED else name


def _read_preview(reader: Reader, tiers: Tiers) -> Migration:
    return jobs.preview_tiers(reader.workspace, reader.source, tiers)


def read_tiers(reader: Reader) -> Tiers | None:
    """Return the tiers in force."""
    return jobs.saved_tiers(reader.workspace.connection)
