"""Commands of the working day."""

from __future__ import annotations

from pathlib import Path

from profiler_app.cli.words.options import Parser, Words, as_of, json, purpose, workspace
from profiler_app.domain.review import DAYS_BACK
from profiler_app.domain.text import _


def commands() -> dict[str, Words]:
    """Return the commands of this area by name."""
    return {
        "today": Words(_("say whom to contact today, what is due, what has changed"), _today),
        "review": Words(_("say who moved and what was done in a week or a month"), _review),
        "address-book": Words(_("write contacts for a phone (vCard)"), _address_book),
    }


def _today(parser: Parser) -> None:
    workspace(parser)
    as_of(parser)
    parser.add_argument(
        "--calendar",
        type=Path,
        metavar="FILE",
        help=_("write open tasks into a calendar file (.ics)"),
    )
    json(parser)


def _review(parser: Parser) -> None:
    workspace(parser)
    as_of(parser)
    parser.add_argument(
        "--period", choices=tuple(DAYS_BACK), default="week", help=_("how far back (week)")
    )
    parser.add_argument(
        "--pdf", type=Path, metavar="FILE", help=_("write it as a page to print (PDF)")
    )
    json(parser)


def _address_book(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument(
        "--where", default="", metavar="RULE", help=_("only customers it holds for")
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FILE",
        required=True,
        help=_("the file to write (.vcf); numbers stand in clear in it"),
    )
    purpose(parser, required=False)
    json(parser)
