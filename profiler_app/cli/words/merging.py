"""Commands that make several records one customer, and separate them again."""

from __future__ import annotations

import argparse

from profiler_app.cli.words.options import Parser, Words, json, workspace
from profiler_app.domain.merging import POLICIES
from profiler_app.domain.text import _


def commands() -> dict[str, Words]:
    """Return the commands of this area by name."""
    return {
        "merge": Words(_("merge records of one customer, or say that they are different"), _merge),
        "unmerge": Words(_("separate what a merge joined"), _unmerge),
    }


def _merge(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument(
        "customers",
        nargs="+",
        metavar="CUSTOMER",
        help=_("number or identifier; the first one stays"),
    )
    parser.add_argument(
        "--never", action="store_true", help=_("remember that these are different customers")
    )
    parser.add_argument(
        "--policy", choices=POLICIES, help=_("which value stands where records differ")
    )
    parser.add_argument(
        "--take",
        type=_taken,
        action="append",
        default=[],
        metavar="FIELD=CUSTOMER",
        help=_("take a field from this record"),
    )
    parser.add_argument(
        "--dry-run", action="store_true", help=_("say what would happen and change nothing")
    )
    json(parser)


def _unmerge(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument(
        "operation",
        nargs="?",
        type=int,
        metavar="OPERATION",
        help=_("the operation that merged; without it the merges that stand are listed"),
    )
    parser.add_argument(
        "--give",
        metavar="CUSTOMER",
        help=_("give what was changed since to this merged record, not to the one that stayed"),
    )
    json(parser)


def _taken(text: str) -> tuple[str, str]:
    field, equals, customer = text.partition("=")
    if not equals or not field or not customer:
        raise argparse.ArgumentTypeError(_("a choice like city=ZK-000002"))
    return field, customer
