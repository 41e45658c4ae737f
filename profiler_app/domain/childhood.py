"""Who is a child: under fourteen a guardian agrees and nothing is inferred (PIPL article 31)."""

from __future__ import annotations

from datetime import date

CHILD_YEARS = 14


def children_born_after(today: date) -> date:
    """Return the last day of birth of somebody who is no child any more on a day."""
    try:
        return today.replace(year=today.year - CHILD_YEARS)
    except ValueError:  # the 29th of February
        return today.replace(year=today.year - CHILD_YEARS, day=28)
