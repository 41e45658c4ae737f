"""What stood in the file where an import did not take a cell as it was (CLN-02)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from profiler_app.domain.cell_issues import CellIssue
from profiler_app.store import imports
from profiler_app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell as it was written: the file, and the cell with its line, column and reason."""

    file: str
    cell: CellIssue

    def as_json(self) -> dict[str, Any]:
        """Return the cell as the command line prints it."""
        return {"file": self.file, **self.cell.as_json()}


def raw_cells(reader: Workspace, customer: int) -> tuple[RawCell, ...]:
    """Return the raw cells of the row of a file that last wrote a customer."""
    return tuple(
        RawCell(file, CellIssue(line, column, value, code, not after, after or ""))
        for file, line, column, value, code, after in imports.raw_cells(reader.connection, customer)
    )
