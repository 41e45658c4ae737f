"""A day on which something matures: its sum, and a line for each account."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal

from profiler_app.domain.maturities import Maturing, fit_words, risk_words, weekday
from profiler_app.domain.money import format_money
from profiler_app.domain.text import _, ngettext, pgettext
from profiler_app.ui.pages.today.lines import Line
from profiler_app.ui.theme import FontRole, current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import ElidedLabel, Label, as_tooltip
from profiler_app.ui.widgets.panel import Panel

_NAME, _PRODUCT, _AMOUNT, _RISK, _STATE = 186, 126, 90, 124, 88
_HEIGHT = 36


class DayPanel(Panel):
    """``card`` carries the account whose customer is wanted, ``plan`` one that is to be planned."""

    card = Signal(object)
    plan = Signal(object)

    def __init__(self, on: date, accounts: Sequence[Maturing], currency: str) -> None:
        super().__init__(f"{on:%m-%d} {weekday(on)}", day_sum(accounts, currency))
        self._currency = currency
        self.body.setSpacing(0)
        for each in accounts:
            self.body.addWidget(self._line(each))

    def _line(self, account: Maturing) -> Line:
        quiet = account.renews or account.planned
        ink = "text.tertiary" if quiet else "text.primary"
        amount = _amount(account, self._currency)
        suits = fit_words(account)
        told = f"{account.who.name}，{account.product}，{amount}，{risk_words(account)}，{suits}"
        line = Line(
            partial(self.card.emit, account),
            {Qt.Key.Key_P: partial(self._ask, account)},
            told,
        )
        line.setMinimumHeight(current().px(_HEIGHT))
        line.setToolTip(as_tooltip(_("Enter opens the card, P plans it")))
        line.row.addWidget(_cell(account.who.name, _NAME, "strong", ink))
        line.row.addWidget(_cell(account.product, _PRODUCT, "body", ink))
        sum_ = Label(amount, "strong", ink)
        sum_.setFixedWidth(current().px(_AMOUNT))
        sum_.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line.row.addWidget(sum_)
        line.row.addSpacing(8)
        line.row.addWidget(_cell(risk_words(account), _RISK, "caption", "text.secondary"))
        fits = ElidedLabel(suits, "caption", "text.secondary")
        fits.setToolTip(as_tooltip(suits))
        line.row.addWidget(fits, 1)
        self._add_state(line, account)
        return line

    def _add_state(self, line: Line, account: Maturing) -> None:
        width = current().px(_STATE)
        if account.to_plan:
            button = Button(pgettext("maturities", "Plan"), small=True)
            button.setFixedWidth(width)
            button.clicked.connect(lambda _on=False: self._ask(account))
            line.row.addWidget(button)
            return
        words = _("Planned") if account.planned else _("Renews itself")
        label = Label(words, "caption", "text.tertiary")
        label.setFixedWidth(width)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        line.row.addWidget(label)

    def _ask(self, account: Maturing) -> None:
        if account.to_plan:
            self.plan.emit(account)


def day_sum(accounts: Sequence[Maturing], currency: str) -> str:
    """Say how many accounts there are and what they come to."""
    n = ngettext("{n} account", "{n} accounts", len(accounts)).format(n=f"{len(accounts):,}")
    total = sum(each.amount or 0 for each in accounts)
    return f"{n} · {format_money(total, currency=currency, compact=True)}"


def _amount(account: Maturing, currency: str) -> str:
    if account.amount is None:
        return "—"
    return format_money(account.amount, currency=currency, compact=True)


def _cell(text: str, width: int, role: FontRole, ink: str) -> ElidedLabel:
    label = ElidedLabel(text, role, ink)
    label.setFixedWidth(current().px(width))
    return label
