"""Options of the commands that take customers to another workspace and back."""

from __future__ import annotations

import argparse
from pathlib import Path

from profiler_app.cli.words.options import Parser, Words, json, purpose, workspace
from profiler_app.domain.text import _


def commands() -> dict[str, Words]:
    """Return the commands of this area by name."""
    return {
        "handover": Words(
            _("hand customers over in an encrypted file, take such a file over"), _handover
        ),
        "twin-base": Words(_("make a workspace of invented customers shaped like these"), _twin),
    }


def _twin(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument("file", type=Path, metavar=_("FILE"))
    parser.add_argument("--seed", type=int, default=1, help=_("seed of the sample data"))
    _book_passphrase(parser)
    json(parser)


def _book_passphrase(parser: Parser) -> None:
    parser.add_argument(
        "--book-passphrase-file",
        type=Path,
        metavar="FILE",
        help=_("file whose first line is the passphrase of the file handed over"),
    )


def _handover(parser: Parser) -> None:
    steps = parser.add_subparsers(dest="step", required=True, metavar=_("STEP"))
    given = steps.add_parser("export", help=_("write customers into a file of their own"))
    taken = steps.add_parser("import", help=_("join the customers of such a file with those here"))
    for each in (given, taken):
        workspace(each)
        each.add_argument("file", type=Path, metavar=_("FILE"))
        each.add_argument("--lang", choices=("zh", "en"), default=argparse.SUPPRESS)
        _book_passphrase(each)
        json(each)
    _scope(given)
    taken.add_argument(
        "--winner",
        choices=("newest", "mine", "theirs"),
        default="newest",
        help=_("which of two values stands (default: the one written later)"),
    )
    taken.add_argument("--dry-run", action="store_true", help=_("tell, but save nothing"))


def _scope(parser: Parser) -> None:
    whom = parser.add_mutually_exclusive_group()
    whom.add_argument("--where", default="", metavar="RULE", help=_("only customers it holds for"))
    whom.add_argument("--segment", default="", metavar="NAME", help=_("only a saved segment"))
    whom.add_argument("--owner", default="", metavar="NAME", help=_("only an account manager's"))
    parser.add_argument(
        "--without",
        action="append",
        default=[],
        choices=("identity", "contact", "history"),
        help=_("leave out identity documents, ways to reach somebody, or dealings"),
    )
    purpose(parser, required=False)
