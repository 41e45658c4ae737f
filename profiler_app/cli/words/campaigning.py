"""Options of the commands about campaigns and their effect."""

from __future__ import annotations

from pathlib import Path

from profiler_app.cli.words.options import Parser, Words, json
from profiler_app.domain.text import _


def commands() -> dict[str, Words]:
    """Return the commands of this area by name."""
    return {"uplift": Words(_("measure what a treatment changed, from a table"), _uplift)}


def _uplift(parser: Parser) -> None:
    parser.add_argument("file", type=Path, metavar=_("FILE"))
    for name, text in (
        ("--treatment", _("column that says who was treated, and how")),
        ("--outcome", _("column with the outcome: yes or no, or a number")),
    ):
        parser.add_argument(name, required=True, metavar=_("COLUMN"), help=text)
    parser.add_argument(
        "--control",
        metavar=_("VALUE"),
        help=_("value of the treatment column that means “left alone” (default: found)"),
    )
    parser.add_argument("--by", metavar=_("COLUMN"), help=_("compare within its values, too"))
    json(parser)
