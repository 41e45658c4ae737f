"""Which ways of contact suit the members of a segment: a bar, a number and why."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from profiler_app.domain.contact_channels import ChannelMix, ChannelShare, reasons_said
from profiler_app.domain.text import _, pgettext
from profiler_app.ui.pages.segments.figures_table import Figure, FiguresTable
from profiler_app.ui.pages.segments.wording import percent
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.labels import Label


class ChannelLines(QWidget):
    """A heading, a row a channel, and below who is not to be contacted or unknown."""

    def __init__(self) -> None:
        super().__init__()
        self.mix: ChannelMix | None = None
        self._head = Label("", "strong")
        self._rest = Label("", "caption", "text.secondary", wrap=True)
        self.table = FiguresTable(
            [
                Figure(lambda: _("Contact by"), lambda row: row.label, 96, right=False),
                Figure(
                    lambda: pgettext("figures", "Customers"),
                    lambda row: f"{row.customers:,} · {percent(self._share(row))}",
                    150,
                    bar=lambda row: (self._share(row), current().chart_color(0)),
                ),
                Figure(
                    lambda: pgettext("figures", "Why"),
                    lambda row: reasons_said(row.because),
                    right=False,
                ),
            ]
        )
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in (self._head, self.table, self._rest):
            column.addWidget(part)
        self.retranslate()

    def _share(self, row: ChannelShare) -> float:
        return 0.0 if self.mix is None else self.mix.share(row.customers)

    def show_mix(self, mix: ChannelMix) -> None:
        """Show the advice for another group."""
        self.mix = mix
        self.table.show_rows(mix.shares)
        self.table.setFixedHeight(self.table.height_of(len(mix.shares)))
        self._show()

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._head.setText(_("Channel advice"))
        self.table.setAccessibleName(_("Channel advice"))
        self.table.retranslate()
        self._show()

    def _show(self) -> None:
        self.setVisible(self.mix is not None)
        if self.mix is None:
            return
        self.table.setVisible(bool(self.mix.shares))
        text = _(
            "{no} are not to be contacted, for {unknown} nothing is known. What a customer wishes "
            "comes first, then what is answered, then age."
        )
        self._rest.setText(text.format(no=f"{self.mix.not_to:,}", unknown=f"{self.mix.unknown:,}"))
