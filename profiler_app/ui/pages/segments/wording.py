"""Figures as the page of segments writes them."""

from __future__ import annotations

from datetime import date, timedelta

from profiler_app.domain.money import format_money

MINUS = "\u2212"


def percent(share: float) -> str:
    """Return a share with one decimal: 5.2%."""
    return f"{share:.1%}".replace("-", MINUS)


def signed(number: int) -> str:
    """Return a change with its sign; a dash for none."""
    if not number:
        return "0"
    return f"+{number:,}" if number > 0 else f"{MINUS}{-number:,}"


def whole_money(minor: int, currency: str) -> str:
    """Return an amount without its minor units, shortened from a million on."""
    return format_money(round(minor, -2), currency=currency, compact=abs(minor) >= 10**8)


def month_before(day: date) -> date:
    """Return the same day a month earlier, or the last day of that month."""
    end = day.replace(day=1) - timedelta(days=1)
    return end.replace(day=min(day.day, end.day))
