"""Reading a workbook for an import: ours beside the bare read of python-calamine."""

from __future__ import annotations

from pathlib import Path

from benchmarks import generating
from benchmarks.measuring import Bar, Experiment, worker

_ROWS, _COLUMNS = 100_000, 12


def experiment() -> Experiment:
    """Return the reading of a sheet, the child processes included."""
    path = str(generating.customers_workbook(_ROWS, _COLUMNS))
    module = "benchmarks.import_workbooks"
    return Experiment(
        cases=(
            worker("calamine", f"{module}:read_bare", path=path),
            worker("sheet", f"{module}:read_ours", path=path),
        ),
        bars=(
            Bar(f"Read XLSX, {_ROWS:,} rows x {_COLUMNS}, CPU", "sheet.cpu", "calamine.cpu", 1.5),
        ),
        remark="XLSX: from the file to blocks of cells, looked at for bombs and read in a child "
        "process, header found; the peer is CalamineWorkbook.from_path and to_python. CPU of all "
        "processes.",
    )


def read_bare(path: str) -> dict[str, float]:
    """Read the sheet as the library gives it."""
    from python_calamine import CalamineWorkbook

    return {"rows": len(CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()) - 1}


def read_ours(path: str) -> dict[str, float]:
    """Read the sheet as an import does."""
    from profiler_app.ingest.opening import open_table

    return {"rows": sum(len(block.lines) for block in open_table(Path(path), hold=True).blocks())}
