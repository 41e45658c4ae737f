"""How a customer likes to be treated: the note in the head of the card (SRV-02)."""

from __future__ import annotations

from profiler_app.domain.fields import find_field
from profiler_app.domain.profile import Fact
from profiler_app.domain.separate_consent import SEPARATE, WISHES
from profiler_app.jobs.cards.consent import consent_state
from profiler_app.jobs.cards.subject import Subject


def wishes(subject: Subject) -> tuple[Fact, ...]:
    """Return what the customer told; what concerns health only while there is consent to it."""
    found = []
    for name in WISHES:
        field = find_field(name)
        text = subject.text(name) if field is not None and _may_show(subject, name) else None
        if field is not None and text:
            found.append(Fact(field.label, text))
    return tuple(found)


def _may_show(subject: Subject, name: str) -> bool:
    purpose = SEPARATE.get(name)
    rows = subject.rows.get("consent", ())
    return purpose is None or consent_state(rows, purpose, on=subject.today)[0] == "granted"
