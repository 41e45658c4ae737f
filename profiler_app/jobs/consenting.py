"""What a customer answers when asked for consent, and the row it is kept as.

PIPL article 31: whoever is under fourteen cannot agree; a guardian does, and who it was is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from profiler_app.domain.text import N_, _

State = Literal["granted", "refused", "withdrawn"]
AT_ENTRY = "form"
GUARDIAN = "guardian"
METHODS = {
    "paper": N_("Signed on paper"),
    "in_person": N_("Said in person"),
    "phone": N_("Said on the phone"),
    "online": N_("Ticked online"),
    GUARDIAN: N_("Agreed by a guardian"),
}
"""How somebody can answer later; the id is what is stored, ``AT_ENTRY`` from the first form."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered for some purposes: on which day, how, and until when it holds.

    ``evidence`` says where the proof is, for a minor also who agreed and how they are related;
    ``notice`` is the version of the notice that was shown.
    """

    purposes: Sequence[str]
    state: State
    method: str
    day: date
    until: date | None = None
    evidence: str = ""
    notice: str = ""


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
        "notice_version": answer.notice or None,
        "evidence": answer.evidence or None,
        "granted_on": day,
        "expires_on": answer.until.isoformat() if granted and answer.until else None,
        "withdrawn_on": day if answer.state == "withdrawn" else None,
    }


def methods() -> list[tuple[str, str]]:
    """Return the ways to answer later, with their labels."""
    return [(key, _(text)) for key, text in METHODS.items()]
