"""The options of ``profiler report``."""

from __future__ import annotations

from pathlib import Path

from profiler_app.cli.words.options import Parser, Words, json, workspace
from profiler_app.domain.insights import PERIODS
from profiler_app.domain.text import _


def commands() -> dict[str, Words]:
    """Return the commands of this area by name."""
    return {"report": Words(_("write the customer report or the book of segments"), _report)}


def _report(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument(
        "report",
        choices=("monthly", "segments"),
        help=_("customer report of a period, or book of segments"),
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help=_("file to write, .pdf or .xlsx"))
    parser.add_argument(
        "--days",
        type=int,
        choices=PERIODS,
        help=_("length of the period (default: 30, of the book of segments 365)"),
    )
    json(parser)
