"""Options of the command about questionnaires."""

from __future__ import annotations

import argparse
from pathlib import Path

from profiler_app.cli.words.options import Parser, Words, json, workspace
from profiler_app.domain.text import _


def commands() -> dict[str, Words]:
    """Return the commands of this area by name."""
    return {"survey": Words(_("write questionnaires, take answers in, show results"), _survey)}


def _survey(parser: Parser) -> None:
    steps = parser.add_subparsers(dest="step", required=True, metavar=_("STEP"))
    listing = steps.add_parser("list", help=_("which questionnaires there are"))
    results = steps.add_parser("results", help=_("what one of them brought"))
    book = steps.add_parser("workbook", help=_("write a workbook, one row a customer"))
    page = steps.add_parser("page", help=_("write a page to fill in without a network"))
    take = steps.add_parser("take", help=_("take a filled workbook or saved answers in"))
    for each in (listing, results, book, page, take):
        workspace(each)
        each.add_argument("--lang", choices=("zh", "en"), default=argparse.SUPPRESS)
        json(each)
    for each in (results, book, page):
        each.add_argument("name", metavar=_("QUESTIONNAIRE"), help=_("code or title"))
    for each in (book, page):
        each.add_argument("--out", type=Path, required=True, metavar=_("FILE"))
    book.add_argument("--where", default="", metavar=_("RULE"), help=_("only these customers"))
    page.add_argument("--customer", metavar=_("CUSTOMER"), help=_("number or any identifier"))
    take.add_argument("file", type=Path, metavar=_("FILE"))
    take.add_argument("--trial", action="store_true", help=_("only say what would happen"))
