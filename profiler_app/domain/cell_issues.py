"""What is to be said about single cells of a file before an import: reason and proposed fix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from profiler_app.domain.import_sentences import sentence
from profiler_app.domain.text import _


@dataclass(frozen=True, slots=True)
class CellIssue:
    """One cell with an error (its value is left out) or a warning (it is imported).

    ``value`` is the raw text, ``after`` what is imported of it, ``suggestion`` a value that would
    be right (never taken unasked).
    """

    line: int
    column: str
    value: str
    code: str
    is_error: bool
    after: str = ""
    suggestion: str = ""

    @property
    def reason(self) -> str:
        """Why, in the current language."""
        return sentence(self.code, {"value": self.value})

    @property
    def proposal(self) -> str:
        """What is done about it, or could be, in the current language."""
        if self.suggestion:
            return _("Perhaps {value} was meant.").format(value=self.suggestion)
        if self.is_error:
            return _("The cell stays empty.")
        return _("It is imported as {value}.").format(value=self.after)

    def as_json(self) -> dict[str, Any]:
        """Return the issue as the command line prints it."""
        return {
            "line": self.line,
            "column": self.column,
            "value": self.value,
            "code": self.code,
            "error": self.is_error,
            "after": self.after,
            "reason": self.reason,
            "proposal": self.proposal,
        }
