"""Printing the one-page card, as PDF or picture, with or without a screen."""

from __future__ import annotations

import getpass
from datetime import date
from pathlib import Path

from profiler_app.domain.profile import Card


def print_card(card: Card, path: Path, *, today: date, printed_by: str | None = None) -> None:
    """Write the card as a page: a PDF, or a picture when the name ends in .png.

    Raises PlaceNotWritable or NoSpaceForFile; an old file stays then.
    """
    from profiler_app.reports.card_page import write_pdf, write_png

    write = write_png if path.suffix.lower() == ".png" else write_pdf
    write(card, path, printed_by=printed_by or getpass.getuser(), today=today)
