"""The bar of the page: where one is, and what can be done there."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from profiler_app.domain.campaign_pages import CampaignView
from profiler_app.domain.text import _, pgettext
from profiler_app.ui.commands import COMMANDS
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button, IconButton
from profiler_app.ui.widgets.labels import ElidedLabel
from profiler_app.ui.widgets.pills import StatusPill
from profiler_app.ui.widgets.segmented import Segmented
from profiler_app.ui.widgets.surface import Bar

_TITLE = 300


class TitleBar(Bar):
    """Shows what belongs to the view in sight."""

    def __init__(self) -> None:
        super().__init__(52)
        self.back = IconButton("arrow-left", "-")
        self._title = ElidedLabel("", "title")
        self._note = ElidedLabel("", "body", "text.tertiary")
        self.pill, self.views = StatusPill(), Segmented(small=True)
        self.more = IconButton("ellipsis", "-", kind="secondary")
        self.decide, self.report = Button(icon="gavel"), Button(icon="download")
        self.again = Button(kind="primary", icon="copy")
        self.new, self.budget = Button(kind="primary", icon="plus"), Button(icon="wallet")
        self.draw = Button(kind="primary", icon="check")
        left: tuple[QWidget, ...] = (self.back, self._title, self.pill, self._note)
        for widget in left:
            self.row.addWidget(widget)
        self.row.addStretch(1)
        right = (
            self.views,
            self.more,
            self.decide,
            self.report,
            self.again,
            self.budget,
            self.new,
            self.draw,
        )
        for widget in right:
            self.row.addWidget(widget)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.back.set_name(COMMANDS["back"].hint)
        self.more.set_name(_("More"))
        self.decide.setText(_("Decide"))
        self.report.setText(_("Export report"))
        self.again.setText(_("Plan the next one"))
        self.budget.setText(_("Spend a budget"))
        self.new.setText(_("New campaign"))
        self.draw.setText(_("Draw the list"))
        self.views.set_options(
            [("result", pgettext("campaign", "Result")), ("work", _("Worklist"))]
        )
        self.views.setAccessibleName(_("What is shown of the campaign"))

    def say(self, title: str, note: str) -> None:
        """Say where one is."""
        self._title.setText(title)
        wanted = self._title.fontMetrics().horizontalAdvance(title) + 2
        self._title.setMinimumWidth(min(wanted, current().px(_TITLE)))  # the note gives way first
        self._note.setText(note)

    def title(self) -> str:
        """Return where one is."""
        return self._title.text()

    def show_mode(
        self, mode: str, view: CampaignView | None, *, any_there: bool, any_over: bool
    ) -> None:
        """Show what belongs to the ``list``, a ``new`` campaign, a ``budget`` or to ``one``."""
        one = mode == "one" and view is not None
        self.back.setVisible(mode != "list")
        for widget in (self.pill, self.views, self.more, self.report, self.again):
            widget.setVisible(one)
        over = one and view is not None and view.line.state == "over"
        self.decide.setVisible(over)
        self.new.setVisible(mode == "list" and any_there)
        self.budget.setVisible(mode == "list" and any_over)
        self.draw.setVisible(mode == "new")
