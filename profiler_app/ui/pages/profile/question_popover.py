"""Why a question comes first: the tags its answer decides, and what to ask after it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from profiler_app.domain.asking import NextQuestion
from profiler_app.domain.text import _
from profiler_app.ui.theme import FontRole, current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import ElidedLabel, Label, as_tooltip, wrapped
from profiler_app.ui.widgets.panel import Hairline
from profiler_app.ui.widgets.popover import Popover

_WIDTH = 360


class QuestionPopover(Popover):
    """``asked`` carries the question whose field is to be opened."""

    asked = Signal(object)

    def __init__(
        self, question: NextQuestion, later: Sequence[NextQuestion], parent: QWidget
    ) -> None:
        super().__init__(parent, width=_WIDTH)
        self.setAccessibleName(_("Why this question?"))
        self.body.addWidget(_wrapped(question.question, "strong"))
        self.body.addWidget(Hairline())
        if question.decides:
            self.body.addWidget(Label(_("The answer decides"), "caption", "text.tertiary"))
            self.body.addLayout(_chances(question))
            told = _(
                "Estimated from what comparable customers answered and the rules of the tags; "
                "the answer is worth {bits} bits."
            ).format(bits=f"{question.gain:.2f}")
        else:
            told = _("No tag asks for it; it completes the profile.")
        self.body.addWidget(_wrapped(told, "caption", "text.secondary"))
        fill = Button(_("Fill in {field}").format(field=question.label), small=True)
        fill.clicked.connect(partial(self._ask, question))
        self.body.addWidget(fill)
        if later:
            self.body.addWidget(Hairline())
            self.body.addWidget(Label(_("Ask next"), "caption", "text.tertiary"))
        for each in later:
            link = Button(each.question, kind="link", small=True)
            link.setMaximumWidth(current().px(_WIDTH - 24))
            link.setToolTip(as_tooltip(each.question))
            link.clicked.connect(partial(self._ask, each))
            self.body.addWidget(link)

    def _ask(self, question: NextQuestion, _checked: bool = False) -> None:
        self.close()
        self.asked.emit(question)


def _chances(question: NextQuestion) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(0, 1)
    for at, each in enumerate(question.decides):
        grid.addWidget(ElidedLabel(each.label), at, 0)
        said = _("{share:.0%} would have it").format(share=each.chance)
        grid.addWidget(Label(said, "body", "text.secondary"), at, 1, Qt.AlignmentFlag.AlignRight)
    return grid


def _wrapped(text: str, role: FontRole, ink: str = "text.primary") -> Label:
    return wrapped(text, _WIDTH - 24, role, ink)
