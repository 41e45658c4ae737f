"""What a customer answers when asked for consent, and the row it is kept as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from profiler_app.domain.text import N_, _

State = Literal["granted", "refused", "withdrawn"]
AT_ENTRY = "form"
METHODS = {
    "paper": N_("Signed on paper"),
    "in_person": N_("Said in person"),
    "phone": N_("Said on the phone"),
    "online": N_("Ticked online"),
}
"""How somebody can answer later; the id is what is stored, ``AT_ENTRY`` from the first form."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered for some purposes: on which day, how, and until when it holds."""

    purposes: Sequence[str]
    state: State
    method: str
    day: date
    until: date | None = None


def consent_row(customer: int, purpose: str, answer: Answer) -> dict[str, Any]:
    """Return the row of an answer for one purpose; the latest row is what counts."""
    day = answer.day.isoformat()
    granted = answer.state == "granted"
    return {
        "customer_id": customer,
        "purpose": purpose,
        "scope": purpose,
        "state": answer.state,
        "method": answer.method,
        "granted_on": day,
        "expires_on": answer.until.isoformat() if granted and answer.until else None,
        "withdrawn_on": day if answer.state == "withdrawn" else None,
    }


def methods() -> list[tuple[str, str]]:
    """Return the ways to answer later, with their labels."""
    return [(key, _(text)) for key, text in METHODS.items()]
