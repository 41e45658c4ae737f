"""Printing the one-page card, as PDF or picture, with or without a screen."""

from __future__ import annotations

import getpass
from datetime import date
from pathlib import Path
from typing import Any

from profiler_app.domain.profile import Card, Series
from profiler_app.reports.chart_style import ChartImage

__all__ = ["ChartImage", "draw_series", "login_name", "print_card"]


def print_card(card: Card, path: Path, *, today: date, printed_by: str | None = None) -> None:
    """Write the card as a page: a PDF, or a picture when the name ends in .png.

    Raises PlaceNotWritable or NoSpaceForFile; an old file stays then.
    """
    from profiler_app.reports.card_page import write_pdf, write_png

    write = write_png if path.suffix.lower() == ".png" else write_pdf
    write(card, path, printed_by=printed_by or login_name(), today=today)


def login_name() -> str:
    """Return the login name; empty where the system knows none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""


def draw_series(series: Series, **how: Any) -> ChartImage:
    """Draw the monthly chart of a card; see ``reports.spend_chart.draw_chart``."""
    from profiler_app.reports.spend_chart import draw_chart

    return draw_chart(series, **how)
