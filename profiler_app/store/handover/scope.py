"""What goes along with the customers of a handover: which columns, which tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from profiler_app.store.schema import fact_tables
from profiler_app.store.undo import tables_by_dependency

_NOT_CARRIED: Final = ("number", "merged_into")
_HISTORY: Final = frozenset(
    (
        *("order_line", "account", "balance", "flow", "facility", "repayment", "statement"),
        *("risk_event", "risk_assessment", "interaction", "event", "asset", "feedback"),
        *("survey_response", "survey_answer", "campaign_member"),
    )
)
CONTACT: Final = frozenset({"mobile", "phone", "email", "wechat_id", "address"})
IDENTITY: Final = frozenset(
    {"cn_id", "other_id_doc", "id_doc_expiry", "uscc", "core_cust_no", "legal_rep"}
)
SHARED: Final[Mapping[str, tuple[str, ...]]] = {
    "product": ("code", "name"),
    "survey": ("code", "version"),
    "survey_question": ("survey_id", "code", "position"),
    "segment": ("key", "name"),
    "campaign": ("name",),
    "custom_field": ("field",),
    "tag_definition": ("tag", "version"),
}
"""Rows that belong to nobody and come along where they are referred to: what tells them apart."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Whether identity documents, ways to reach somebody, and dealings go along."""

    identity: bool = True
    contact: bool = True
    history: bool = True

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of a customer that go along, in their order."""
        left = set(_NOT_CARRIED)
        left |= set() if self.identity else IDENTITY
        left |= set() if self.contact else CONTACT
        return tuple(name for name in fact_tables()["customer"] if name not in left)

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables of rows about a customer that go along, those referred to first."""
        left = set() if self.history else set(_HISTORY)
        left |= set() if self.identity else {"identifier"}
        left |= set() if self.contact else {"contact"}
        return tuple(
            table
            for table in tables_by_dependency()
            if "customer_id" in fact_tables()[table] and table not in left
        )
