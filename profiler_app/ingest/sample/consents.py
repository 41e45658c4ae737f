"""What private customers allowed: most agreed, some refused, withdrew, or let it expire."""

from __future__ import annotations

from collections.abc import Iterator

from profiler_app.ingest.sample.dice import Dice, Shares
from profiler_app.ingest.sample.persona import Persona, Table, World, iso

_SUBJECT = 10
_STATES = Shares(
    {"granted": 0.85, "refused": 0.05, "withdrawn": 0.03, "expired": 0.03, "none": 0.04}
)
_PURPOSES = (("profiling", "profiling", 25), ("marketing", "marketing", 26))
_METHODS = ("paper", "e_sign", "e_sign", "recording", "form")
_REFUSED = 3
"""The showcase customer who does not want a profile."""


def profiling_state(who: Persona) -> str:
    """Return whether a private customer allows a profile (``none``: never asked)."""
    return _state(who, "profiling", 25)


def consent_rows(world: World) -> Iterator[tuple[object, ...]]:
    """Yield the rows of ``consent``."""
    dice = Dice()
    for who in world.everybody():
        if not who.person:
            continue
        world.dice(who, dice, subject=_SUBJECT)
        for purpose, scope, draw in _PURPOSES:
            state = _state(who, purpose, draw)
            if state != "none":
                yield _consent(world, who, dice, what=(purpose, scope, state))
        if who.has(27, 0.3):
            state = "refused" if who.number == 1 or dice.random() < 0.3 else "granted"
            yield _consent(world, who, dice, what=("phone_marketing", "marketing", state))


def _consent(
    world: World, who: Persona, dice: Dice, *, what: tuple[str, str, str]
) -> tuple[object, ...]:
    purpose, scope, state = what
    given = who.joined + dice.whole(0, min(20, world.today - who.joined))
    withdrawn = None
    expires = max(given, world.today) + dice.whole(60, 900)
    if state == "expired":
        expires = max(given, world.today - dice.whole(5, 120))
    if state == "withdrawn":
        withdrawn = iso(given + (world.today - given) * dice.whole(30, 95) // 100)
    return (
        who.number, purpose, scope, state, dice.pick(_METHODS), "2025-01",
        f"{purpose[:2].upper()}{who.number:07d}", iso(given),
        None if state == "refused" else iso(expires), withdrawn,
    )  # fmt: skip


def _state(who: Persona, purpose: str, draw: int) -> str:
    if who.number == 1:
        return "granted"
    if who.number == _REFUSED and purpose == "profiling":
        return "refused"
    return _STATES.at(who.u[draw])


TABLES = (
    Table(
        "consent",
        "customer_id purpose scope state method notice_version evidence granted_on expires_on "
        "withdrawn_on",
        consent_rows,
    ),
)
