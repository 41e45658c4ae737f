"""Commands that prepare a visit."""

from __future__ import annotations

from pathlib import Path

from profiler_app.cli.words.options import Parser, Words, as_of, workspace
from profiler_app.domain.text import _


def commands() -> dict[str, Words]:
    """Return the commands of this area by name."""
    return {"visit": Words(_("prepare a visit: one page to talk by"), _visit)}


def _visit(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument("customer", metavar=_("CUSTOMER"), help=_("number or any identifier"))
    as_of(parser)
    parser.add_argument(
        "--in-clear",
        action="store_true",
        help=_("phone numbers and identifiers in full; the history tells that they were shown"),
    )
    where_to = parser.add_mutually_exclusive_group()
    where_to.add_argument("--json", action="store_true", help=_("print one JSON object"))
    where_to.add_argument("--pdf", type=Path, metavar="FILE")
