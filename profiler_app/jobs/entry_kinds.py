"""What can be entered about a customer by hand: one description per kind of record.

The form, its checks, what is stored and where it is offered all follow from it. Choices come from
the option lists of the catalog, checks of telephone numbers and the like from its fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from profiler_app.domain.fields import options
from profiler_app.domain.text import N_, _

EntryType = Literal[
    "text", "long", "chips", "choice", "date", "money", "whole", "percent", "product", "account"
]
Choices = tuple[tuple[str, str], ...]

TODAY = "today"
"""As a default: the day of the entry."""

_BANKED = ("deposit", "wealth", "fund", "insurance", "trust", "metal", "loan", "card", "payroll")
_TERMED = frozenset({"deposit", "wealth", "insurance", "trust", "loan"})
_YES_NO: Choices = (("true", N_("yes")), ("false", N_("no")))
_FIVE: Choices = tuple((str(n), str(n)) for n in range(1, 6))


@dataclass(frozen=True, slots=True)
class EntryField:
    """One field of a record; ``column`` is where its value is stored.

    ``choices`` names an option list of the catalog, or has the choices. ``only`` leaves some of a
    list. ``reads`` is the field of the catalog whose rules a text must fit; ``{kind}`` in it
    stands for what was chosen in the row of that name. ``range`` are the limits of a number,
    ``past`` dates may not lie in the future. ``when`` (row, values) are the answers with which the
    field is there at all. ``half`` fields share a line.
    """

    column: str
    name: str
    type: EntryType = "text"
    required: bool = False
    choices: str | Choices = ()
    only: tuple[str, ...] = ()
    default: str = ""
    hint: str = ""
    reads: str = ""
    range: tuple[float, float] | None = None
    past: bool = False
    when: tuple[str, frozenset[str]] | None = None
    half: bool = False

    @property
    def label(self) -> str:
        """The name in the current language."""
        return _(self.name)

    def offered(self) -> list[tuple[str, str]]:
        """Return the choices with their labels in the current language."""
        if isinstance(self.choices, str):
            found = [(option.id, option.label) for option in options(self.choices)]
        else:
            found = [(key, _(name)) for key, name in self.choices]
        return [pair for pair in found if not self.only or pair[0] in self.only]

    def there(self, texts: Mapping[str, str]) -> bool:
        """Return whether the field is there with these texts of the other rows."""
        return self.when is None or texts.get(self.when[0], "") in self.when[1]


@dataclass(frozen=True, slots=True)
class EntryKind:
    """One kind of record: its table, title, fields, and which customers can have it.

    ``operation`` is its kind in the history, ``said`` what is told when it is stored.
    """

    key: str
    table: str
    title: str
    said: str
    icon: str
    fields: tuple[EntryField, ...]
    kinds: tuple[str, ...] = ("person", "company")
    lines: tuple[str, ...] = ("trade", "bank")
    of_customer: bool = True

    @property
    def operation(self) -> str:
        """The kind of the operation that stores it."""
        return self.key

    def applies(self, kind: str, line: str) -> bool:
        """Return whether a customer of this kind and line can have it."""
        return kind in self.kinds and line in self.lines


_KINDS = (
    EntryKind(
        "contact_point",
        "contact",
        N_("Add a contact detail"),
        N_("The contact detail is added."),
        "phone",
        (
            EntryField(
                "kind",
                N_("What it is"),
                "chips",
                required=True,
                choices="contact_kind",
                only=("mobile", "phone", "email", "wechat_id"),
                default="mobile",
            ),
            EntryField("value", N_("Number or address"), required=True, reads="{kind}"),
            EntryField("label", N_("Whose or where"), hint=N_("e.g. office, spouse")),
        ),
    ),
    EntryKind(
        "colleague",
        "company_contact",
        N_("Add a contact person"),
        N_("The contact person is added."),
        "user-plus",
        (
            EntryField("name", N_("Name of the person"), required=True, reads="name", half=True),
            EntryField("title", N_("Job title"), half=True),
            EntryField("department", N_("Department"), half=True),
            EntryField("mobile", N_("Mobile"), reads="mobile", half=True),
            EntryField("role", N_("Role in decisions"), "choice", choices="buying_role", half=True),
            EntryField("stance", N_("Stance"), "choice", choices="stance", half=True),
            EntryField("influence", N_("Influence, 5 is the strongest"), "chips", choices=_FIVE),
            EntryField("is_key", N_("Key person"), "chips", choices=_YES_NO),
        ),
        kinds=("company",),
    ),
    EntryKind(
        "feedback",
        "feedback",
        N_("Record feedback"),
        N_("The feedback is recorded."),
        "thumbs-up",
        (
            EntryField("kind", N_("Kind"), "chips", required=True, choices="feedback_kind"),
            EntryField("text", N_("What the customer said"), "long", required=True),
            EntryField("day", N_("Date"), "date", required=True, default=TODAY, past=True,
                       half=True),
            EntryField("channel", N_("Channel"), "choice", choices="contact_channel", half=True),
            EntryField("product_id", N_("About the product"), "product"),
            EntryField("rating", N_("Rating, 5 is the best"), "chips", choices=_FIVE),
            EntryField("status", N_("State"), "chips", default="open",
                       choices=(("open", N_("Still open")), ("closed", N_("Settled"))),
                       when=("kind", frozenset({"complaint", "suggestion"}))),
            EntryField("due_on", N_("To be settled by"), "date", half=True,
                       when=("kind", frozenset({"complaint"}))),
            EntryField("resolution", N_("How it was settled"), half=True,
                       when=("status", frozenset({"closed"}))),
        ),
    ),
    EntryKind(
        "behaviour",
        "event",
        N_("Note behaviour"),
        N_("The behaviour is noted."),
        "activity",
        (
            EntryField("kind", N_("What happened"), "chips", required=True, choices="event_kind"),
            EntryField("day", N_("Date"), "date", required=True, default=TODAY, past=True,
                       half=True),
            EntryField("channel", N_("Channel"), "choice", choices="channel", half=True),
            EntryField("product_id", N_("Product"), "product",
                       when=("kind", frozenset({"view", "cart_add", "favorite", "share", "use"}))),
            EntryField("value", N_("Searched for"), when=("kind", frozenset({"search"}))),
        ),
    ),
    EntryKind(
        "device",
        "asset",
        N_("Add equipment"),
        N_("The equipment is added."),
        "package",
        (
            EntryField("product_id", N_("Product"), "product", required=True),
            EntryField("serial_no", N_("Serial number"), half=True),
            EntryField("order_no", N_("Order number"), half=True),
            EntryField("installed_on", N_("In use since"), "date", required=True, past=True,
                       default=TODAY, half=True),
            EntryField("warranty_until", N_("Warranty until"), "date", half=True),
            EntryField("service_cycle_days", N_("Service every (days)"), "whole", half=True,
                       range=(1, 3650)),
            EntryField("last_service_on", N_("Last service on"), "date", past=True, half=True),
            EntryField("expected_life_days", N_("Expected life (days)"), "whole", half=True,
                       range=(1, 36_500)),
        ),
        lines=("trade",),
    ),
    EntryKind(
        "holding",
        "account",
        N_("Add an account"),
        N_("The account is added."),
        "wallet",
        (
            EntryField("product_id", N_("Product"), "product", required=True),
            EntryField("product_kind", N_("Kind of product"), "choice", required=True,
                       choices="product_kind", only=_BANKED, half=True),
            EntryField("account_no", N_("Account number"), half=True),
            EntryField("opened_on", N_("Opened on"), "date", required=True, default=TODAY,
                       past=True, half=True),
            EntryField("matures_on", N_("Matures on"), "date", half=True,
                       when=("product_kind", _TERMED)),
            EntryField("rate", N_("Rate a year (%)"), "percent", range=(0, 1), half=True),
            EntryField("credit_limit", N_("Credit limit"), "money", half=True,
                       when=("product_kind", frozenset({"card"}))),
            EntryField("point", N_("Balance today"), "money", half=True),
        ),
        lines=("bank",),
    ),
    EntryKind(
        "balance",
        "balance",
        N_("Add a balance"),
        N_("The balance is added."),
        "banknote",
        (
            EntryField("account_id", N_("Account"), "account", required=True),
            EntryField("day", N_("Date"), "date", required=True, default=TODAY, past=True),
            EntryField("point", N_("Balance on that day"), "money", required=True, half=True),
            EntryField("month_avg", N_("Average of the month"), "money", half=True),
        ),
        lines=("bank",),
    ),
    EntryKind(
        "product",
        "product",
        N_("New product"),
        N_("The product is there."),
        "package",
        (
            EntryField("name", N_("Name"), required=True),
            EntryField("code", N_("Product code"), half=True),
            EntryField("kind", N_("Kind"), "choice", required=True, choices="product_kind",
                       default="goods", half=True),
            EntryField("category", N_("Category"), half=True),
            EntryField("brand", N_("Brand"), half=True),
            EntryField("list_price", N_("Price"), "money", half=True),
            EntryField("unit_cost", N_("Cost of one"), "money", half=True),
            EntryField("stock", N_("In stock"), "whole", half=True, range=(0, 1_000_000_000),
                       when=("kind", frozenset({"goods"}))),
            EntryField("warranty_days", N_("Warranty (days)"), "whole", half=True,
                       range=(0, 36_500), when=("kind", frozenset({"goods"}))),
            EntryField("service_cycle_days", N_("Service every (days)"), "whole", half=True,
                       range=(1, 3650), when=("kind", frozenset({"goods", "service"}))),
            EntryField("risk_level", N_("Risk level, 5 is the highest"), "chips", choices=_FIVE,
                       when=("kind", frozenset({"wealth", "fund", "insurance", "trust", "metal"}))),
        ),
        of_customer=False,
    ),
)  # fmt: skip

ENTRY_KINDS: Mapping[str, EntryKind] = {kind.key: kind for kind in _KINDS}
"""Every kind by its key."""


def kinds_for(kind: str, line: str) -> tuple[EntryKind, ...]:
    """Return what can be entered about a customer of this kind and line, in order."""
    return tuple(each for each in _KINDS if each.of_customer and each.applies(kind, line))
