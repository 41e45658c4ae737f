"""Commands that make several records one customer, and separate them again."""

from __future__ import annotations

import argparse

from profiler_app.cli.words.options import Parser, Words, json, workspace
from profiler_app.domain.match_policy import STRONG_KEYS
from profiler_app.domain.merging import POLICIES
from profiler_app.domain.text import _


def commands() -> dict[str, Words]:
    """Return the commands of this area by name."""
    return {
        "merge": Words(_("merge records of one customer, or say that they are different"), _merge),
        "unmerge": Words(_("separate what a merge joined"), _unmerge),
        "match-rules": Words(
            _("what is merged without asking: preview over all customers, carry out, take back"),
            _rules,
        ),
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


def _rules(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument(
        "--keys",
        type=_keys,
        metavar="a,b",
        help=_("equal values of these suffice: {keys}; empty for none").format(
            keys=", ".join(STRONG_KEYS)
        ),
    )
    parser.add_argument(
        "--threshold", type=_share, metavar="P", help=_("so does this probability; 0 for none")
    )
    parser.add_argument(
        "--values", choices=POLICIES, help=_("which value stands where records differ")
    )
    doing = parser.add_mutually_exclusive_group()
    doing.add_argument("--save", action="store_true", help=_("keep the rules, merge nothing"))
    doing.add_argument(
        "--run", action="store_true", help=_("keep the rules and make all as if it had been so")
    )
    doing.add_argument("--take-back", action="store_true", help=_("end the merges of the last run"))
    json(parser)


def _keys(text: str) -> tuple[str, ...]:
    found = tuple(name.strip() for name in text.split(",") if name.strip())
    if not {*found} <= {*STRONG_KEYS}:
        raise argparse.ArgumentTypeError(
            _("some of {keys}, with commas").format(keys=", ".join(STRONG_KEYS))
        )
    return found


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(_("a probability from 0 to 1, like 0.95"))
    return share


def _taken(text: str) -> tuple[str, str]:
    field, equals, customer = text.partition("=")
    if not equals or not field or not customer:
        raise argparse.ArgumentTypeError(_("a choice like city=ZK-000002"))
    return field, customer
