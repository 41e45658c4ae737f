"""Making a person or a company, a prospect or a customer of long standing alike."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.fields import fields, option_label
from profiler_app.domain.text import _
from profiler_app.jobs.editing import Created, create_customer
from profiler_app.jobs.entries import Entry, with_implied
from profiler_app.jobs.form_start import FormStart
from profiler_app.ui.desk import Desk
from profiler_app.ui.forms.consent_part import ConsentEditor, consents_of
from profiler_app.ui.forms.customer_form import KIND, LINE, CustomerForm
from profiler_app.ui.forms.form_row import FormRow
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.panel import Hairline
from profiler_app.ui.widgets.segmented import Segmented

_CONSENT = "consent"


class NewCustomerForm(CustomerForm):
    """Person or company can be switched; what both have stays."""

    def __init__(self, desk: Desk, start: FormStart, *, kind: str) -> None:
        self._switch = Segmented(
            [(each, option_label(KIND, each)) for each in ("person", "company")], small=True
        )
        self._switch.setAccessibleName(fields()[KIND].label)
        self._switch.choose(kind)
        super().__init__(desk, start, title=_("New customer"), kind=kind)
        self._switch.chosen.connect(self._turn_into)

    def head_widget(self) -> QWidget | None:
        """The switch between person and company."""
        return self._switch

    def lay_out_head(self, column: QVBoxLayout) -> None:
        """Put the line of business."""
        row = QHBoxLayout()
        choice = Segmented([(k, option_label(LINE, k)) for k in ("trade", "bank")], small=True)
        choice.setAccessibleName(fields()[LINE].label)
        choice.choose(self.line)
        choice.chosen.connect(self._take_line)
        row.addWidget(Label(fields()[LINE].label, "caption", "text.secondary"))
        row.addWidget(choice)
        row.addStretch(1)
        column.addLayout(row)

    def lay_out_more(self, column: QVBoxLayout) -> None:
        """Put what a person allows."""
        if self.kind == "person":
            column.addWidget(Hairline())
            row = FormRow(_("Consent"), ConsentEditor(), _answered, required=True)
            column.addWidget(self.add_row(_CONSENT, row))
            row.put(self.typed.get(_CONSENT, ""))

    def put(self, texts: Mapping[str, str]) -> None:
        """Show a draft."""
        super().put(texts)
        self._switch.choose(self.kind)

    def _turn_into(self, kind: str) -> None:
        self.typed, self.kind = self.texts(), kind
        self.build()
        self.count()
        first = self.first_field()
        if first is not None:
            first.setFocus()

    def _take_line(self, line: str) -> None:
        self.typed, self.line = self.texts(), line
        self.build()

    def save(self) -> None:
        """Store the new customer with what was answered about consent."""
        values = self.values()
        if values is None:
            return
        consents = consents_of(str(values.pop(_CONSENT, "") or ""))
        told = {name: value for name, value in values.items() if value is not None}
        full = with_implied(told, kind=self.kind, today=self.desk.today())
        full = {name: value for name, value in full.items() if value is not None}
        self.store(
            create_customer,
            {**full, KIND: self.kind, LINE: self.line},
            consents=consents,
            today=self.desk.today(),
            done=partial(self._created, str(full["name"])),
        )

    def _created(self, name: str, made: Created) -> None:
        self.desk.toast(_("Created {name}.").format(name=name), made.operation)
        self.desk.refresh_data()
        self.desk.open_customer(made.customer)


def _answered(text: str) -> Entry:
    return Entry(text, "" if text else _("Say whether the customer was asked."))
