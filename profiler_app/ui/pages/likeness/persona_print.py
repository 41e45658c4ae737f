"""The persona on paper: asks for a file and writes one A4 page into it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from profiler_app.domain.likeness import PersonaCard
from profiler_app.domain.text import _
from profiler_app.jobs.personas import print_persona
from profiler_app.ui.desk import Desk


def ask_persona_file(asker: QWidget, desk: Desk, found: PersonaCard) -> None:
    """Ask for a file and write the persona into it; a problem is shown, an old file stays then."""
    name = "".join(sign for sign in found.name if sign not in '\\/:*?"<>|')
    proposed = _("Typical customer {name}.pdf").format(name=name)
    chosen, _filter = QFileDialog.getSaveFileName(
        asker, _("Save as PDF"), proposed, _("PDF (*.pdf)")
    )
    if not chosen:
        return
    path = Path(chosen)
    desk.jobs.start(
        _print,
        found,
        path,
        today=desk.today(),
        title=_("Printing"),
        owner=asker,
        done=lambda _nothing: desk.toast(_("Saved {file}").format(file=path.name)),
        failed=desk.show_problem,
    )


def _print(
    _progress: object, _workspace: object, found: PersonaCard, path: Path, *, today: date
) -> None:
    print_persona(found, path, today=today)
