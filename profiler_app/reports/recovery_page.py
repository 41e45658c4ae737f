"""The recovery key on paper: large enough to be typed from, with what it is for."""

from __future__ import annotations

from datetime import date
from html import escape
from pathlib import Path

from profiler_app.domain.recovery_keys import groups_of
from profiler_app.domain.text import _
from profiler_app.reports.access_pages import write_document

_ROW = 3


def write_page(path: Path, recovery: str, name: str, today: date) -> None:
    """Write the page as a PDF. Raises PlaceNotWritable or NoSpaceForFile."""
    title = _("Recovery key of {name}").format(name=name)
    write_document(path, title, page_html(recovery, name, today), by="Zhike")


def page_html(recovery: str, name: str, today: date) -> str:
    """Return the page as a document for a printer."""
    title = _("Recovery key of {name}").format(name=name)
    groups = groups_of(recovery)
    rows = "".join(
        "<tr>"
        + "".join(f"<td width='33%' align='center'>{g}</td>" for g in groups[at : at + _ROW])
        + "</tr>"
        for at in range(0, len(groups), _ROW)
    )
    told = (
        _("It opens the workspace when the passphrase is lost: choose Use the recovery key there."),
        _("Whoever has this page and the file can read every customer. Keep it like a house key."),
        _("It becomes void when the passphrase is changed or another recovery key is made."),
        _("The figure 0 and the letter O, 1 and I are taken for the same."),
    )
    lines = "".join(f"<p>{escape(line)}</p>" for line in told)
    made = escape(_("Made on {day}").format(day=today.isoformat()))
    return (
        f"<h1>{escape(title)}</h1><p>{made}</p>"
        f"<table width='100%' cellpadding='14' border='1' cellspacing='0' "
        f"style='font-size:26pt'>{rows}</table><br>{lines}"
    )
