"""The register of purposes: who allowed what, what runs out, what may not be kept any longer."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from profiler_app.domain.childhood import children_born_after
from profiler_app.domain.purposes import Purpose, purposes
from profiler_app.domain.text import N_, _
from profiler_app.jobs.cards.consent import consent_state
from profiler_app.store.consents import all_answers, born_after
from profiler_app.store.workspace import Workspace

SOON_DAYS = 30
STATES = ("granted", "refused", "withdrawn", "expired")
DUE = {
    "soon": N_("Consent that runs out within {n} days: ask again in time"),
    "expired": N_("Consent that has run out: nothing is computed for these; ask again or erase"),
    "over": N_("Kept longer than the purpose allows after its end: erase what no duty requires"),
    "minor": N_("Under fourteen: only with the consent of a guardian, and never profiled"),
}


@dataclass(frozen=True, slots=True)
class PurposeLine:
    """A purpose with the number of customers by the state their consent has on a day."""

    purpose: Purpose
    granted: int
    refused: int
    withdrawn: int
    expired: int


@dataclass(frozen=True, slots=True)
class Due:
    """What should be looked at, and for which customers (ids, ascending)."""

    code: str
    customers: tuple[int, ...]

    @property
    def sentence(self) -> str:
        """What it is, in the current language."""
        return _(DUE[self.code]).format(n=SOON_DAYS)


@dataclass(frozen=True, slots=True)
class Register:
    """The purposes and what is due, on a day; ways of contact only when somebody was asked."""

    lines: tuple[PurposeLine, ...]
    due: tuple[Due, ...]


def register(workspace: Workspace, *, today: date) -> Register:
    """Return the register as it stands on a day; every answer is read once."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    due: dict[str, set[int]] = {code: set() for code in DUE}
    for (customer, purpose), rows in all_answers(workspace.connection).items():
        state, until = consent_state(rows, purpose, on=today)
        counts[purpose][state] += 1
        if state == "granted" and until and (until - today).days <= SOON_DAYS:
            due["soon"].add(customer)
        if state == "expired":
            due["expired"].add(customer)
    due["over"].update(kept_too_long(workspace, today=today))
    due["minor"].update(born_after(workspace.connection, children_born_after(today).isoformat()))
    asked = (each for each in purposes() if not each.channel or counts[each.id])
    lines = (PurposeLine(each, *(counts[each.id][s] for s in STATES)) for each in asked)
    return Register(
        tuple(lines), tuple(Due(code, tuple(sorted(who))) for code, who in due.items() if who)
    )


def kept_too_long(workspace: Workspace, *, today: date) -> dict[int, tuple[str, date]]:
    """Return whose data a purpose no longer allows to keep: the purpose and the day it ended.

    Of several purposes that which ended last counts.
    """
    kept = {each.id: each.retention_days for each in purposes()}
    found: dict[int, tuple[str, date]] = {}
    for (customer, purpose), rows in all_answers(workspace.connection).items():
        state, until = consent_state(rows, purpose, on=today)
        ended = {"expired": until, "withdrawn": _withdrawn_on(rows)}.get(state)
        days = kept.get(purpose)
        if ended is None or days is None or (today - ended).days <= days:
            continue
        if customer not in found or found[customer][1] < ended:
            found[customer] = purpose, ended
    return found


def is_child(workspace: Workspace, customer: int, today: date) -> bool:
    """Return whether a customer is known to be under fourteen on a day."""
    return customer in born_after(workspace.connection, children_born_after(today).isoformat())


def _withdrawn_on(rows: list[dict[str, object]]) -> date | None:
    days = [str(row["withdrawn_on"]) for row in rows if row["withdrawn_on"]]
    return date.fromisoformat(max(days)) if days else None
