"""Where reports were written last, so that one click writes them again from the data there are now.

Kept on this machine, by workspace; only the places, nothing of what stands in the reports.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from profiler_app.ui.preferences import Preferences

KINDS = ("pdf", "xlsx")


class WrittenReports:
    """The reports of one workspace by what they are: ``monthly``, ``segments``, ``campaign-7``."""

    def __init__(self, preferences: Preferences, workspace: Path) -> None:
        import hashlib  # not before the window is painted

        self._preferences = preferences
        self._name = f"reports/{hashlib.sha256(str(workspace).encode()).hexdigest()[:12]}"

    def note(self, report: str, path: Path, day: date) -> None:
        """Remember where a report of a day was written."""
        kind = path.suffix.lower().removeprefix(".")
        if kind in KINDS:
            self._preferences.put(self._key(report, kind, "path"), str(path.absolute()))
            self._preferences.put(self._key(report, kind, "day"), day.isoformat())

    def again(self, report: str, today: date) -> tuple[Path, ...]:
        """Return where the next ones go: beside the last, the day in their names being today.

        Without a day in its name a report takes the place of the last one.
        """
        found = []
        for kind in KINDS:
            path = Path(self._kept(report, kind, "path"))
            if path.name and path.parent.is_dir():
                day = self._kept(report, kind, "day") or today.isoformat()
                found.append(path.with_name(path.name.replace(day, today.isoformat())))
        return tuple(found)

    def _kept(self, report: str, kind: str, what: str) -> str:
        kept = self._preferences.get(self._key(report, kind, what), "")
        return ",".join(kept) if isinstance(kept, list) else str(kept)  # INI: commas make lists

    def _key(self, report: str, kind: str, what: str) -> str:
        return f"{self._name}/{report}-{kind}-{what}"
