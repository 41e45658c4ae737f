"""How insights write numbers."""

from __future__ import annotations

from profiler_app.domain.money import format_money

MINUS = "\u2212"
_SHORT_FROM = 10**8


def money(minor: float, currency: str) -> str:
    """Return an amount without its minor units, shortened from a million on."""
    whole = round(minor)
    return format_money(round(whole, -2), currency=currency, compact=abs(whole) >= _SHORT_FROM)


def percent(share: float, places: int = 1) -> str:
    """Return a share in percent: 5.2%."""
    return f"{share:.{places}%}".replace("-", MINUS)


def change(now: float, before: float) -> tuple[str, str]:
    """Return how much a figure changed, and the tone of it; empty where there was nothing."""
    if not before:
        return "", "text.secondary"
    share = now / before - 1
    return signed(share), tone(share)


def signed(share: float) -> str:
    """Return a change in percent with its sign."""
    text = f"{share:+.1%}".replace("-", MINUS)
    return text.replace("+0.0%", "0.0%").replace(f"{MINUS}0.0%", "0.0%")


def tone(change: float) -> str:
    """Return the colour of a change: green up, red down, quiet where it is next to nothing."""
    if abs(change) < 0.0005:
        return "text.secondary"
    return "success" if change > 0 else "danger"
