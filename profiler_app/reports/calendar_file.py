"""Tasks as a calendar file (RFC 5545): all-day events with a reminder on the morning."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from profiler_app.reports.content_lines import escaped, folded
from profiler_app.reports.files import replacing


class Appointment(NamedTuple):
    """Something on a day; ``uid`` tells it for good, so that a second import changes the first."""

    uid: str
    day: date
    title: str
    note: str


def write_calendar(path: Path, appointments: Iterable[Appointment], *, now: datetime) -> int:
    """Write a calendar file and return how many appointments it has.

    ``now`` is the moment it is written. Raises PlaceNotWritable or NoSpaceForFile.
    """
    listed = list(appointments)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Zhike//Zhike//ZH", "CALSCALE:GREGORIAN"]
    for each in listed:
        lines += _event(each, now)
    lines.append("END:VCALENDAR")
    with replacing(path) as file:
        file.write("".join(folded(line) for line in lines).encode())
    return len(listed)


def _event(each: Appointment, now: datetime) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{escaped(each.uid)}",
        f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{each.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{each.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escaped(each.title)}",
        f"DESCRIPTION:{escaped(each.note)}",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{escaped(each.title)}",
        "TRIGGER:PT9H",
        "END:VALARM",
        "END:VEVENT",
    ]
