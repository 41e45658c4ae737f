"""Commands that put customers side by side."""

from __future__ import annotations

from pathlib import Path

from profiler_app.cli.words.options import Parser, Words, as_of, json, workspace
from profiler_app.domain.text import _


def commands() -> dict[str, Words]:
    """Return the commands of this area by name."""
    return {
        "compare": Words(_("compare 2 to 4 customers, or one with a segment"), _compare),
        "twins": Words(_("find customers like one customer, and why"), _twins),
        "persona": Words(_("draw the typical customer of a segment"), _persona),
    }


def _compare(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument("customers", nargs="+", metavar=_("CUSTOMER"), help=_("1 to 4 of them"))
    parser.add_argument(
        "--segment",
        default="",
        metavar="RULE",
        help=_("for one customer: a saved segment, a tag or a rule (default: the own RFM group)"),
    )
    as_of(parser)
    json(parser)


def _twins(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument("customer", metavar=_("CUSTOMER"), help=_("number or any identifier"))
    parser.add_argument("--count", type=int, default=20, choices=range(1, 101), metavar="1-100")
    json(parser)


def _persona(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument("segment", metavar="RULE", help=_("a saved segment, a tag or a rule"))
    where_to = parser.add_mutually_exclusive_group()
    where_to.add_argument("--json", action="store_true", help=_("print one JSON object"))
    where_to.add_argument("--pdf", type=Path, metavar="FILE")
