"""Which form somebody wants to fill in: wished for by any page, opened by the window."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class FormWishes(QObject):
    """``asked`` brings the name of a form (as ``FormHost`` knows it) and what it is about.

    ``named`` asks for the form of a new customer whose name is known.
    """

    asked = Signal(str, object)
    named = Signal(str, str)

    def new_customer(self, kind: str = "person", name: str = "") -> None:
        """Open the form of a new ``person`` or ``company``, with the name where it is known."""
        if name:
            self.named.emit(kind, name)
        else:
            self.asked.emit(kind, None)

    def edit_customer(self, customer: int) -> None:
        """Open the form of a customer who is known."""
        self.asked.emit("edit", customer)

    def log_contact(self, customer: int) -> None:
        """Open the form for a talk with a customer."""
        self.asked.emit("contact", customer)

    def add_order(self, customer: int) -> None:
        """Open the form for something a customer bought."""
        self.asked.emit("order", customer)

    def add_task(self, customer: int) -> None:
        """Open the form for something to do for a customer."""
        self.asked.emit("task", customer)

    def record_consent(self, customer: int) -> None:
        """Open the form for what a customer answered when asked for consent."""
        self.asked.emit("consent", customer)

    def add_relation(self, customer: int) -> None:
        """Open the form that ties a customer to another one."""
        self.asked.emit("relation", customer)

    def add_record(self, what: str, customer: int | None = None) -> None:
        """Open the form (as ``FormHost`` knows it) of what is added to a customer, or nobody's."""
        self.asked.emit(what, customer)

    def change_questionnaire(self, code: str) -> None:
        """Open the form of a questionnaire of one's own that is there."""
        self.asked.emit("questionnaire", code)

    def define_field(self, field: str = "") -> None:
        """Open the form of a new field of one's own, or of one that is there."""
        self.asked.emit("field", field)
