"""Options of the commands about what is bought together."""

from __future__ import annotations

import argparse
from pathlib import Path

from profiler_app.cli.words.options import Parser, Words, json, passphrase, share
from profiler_app.domain.baskets import FORMS
from profiler_app.domain.text import _


def commands() -> dict[str, Words]:
    """Return the commands of this area by name."""
    return {"rules": Words(_("find what is bought together (association rules)"), _rules)}


def _rules(parser: Parser) -> None:
    parser.add_argument(
        "workspace",
        type=Path,
        metavar=_("FILE|WORKSPACE"),
        help=_("a workspace (.zhike), or a file with baskets or with attributes"),
    )
    parser.add_argument(
        "--min-support",
        type=share,
        default=0.01,
        metavar="0.01",
        help=_("least share of baskets with everything in a rule (default: 0.01)"),
    )
    parser.add_argument(
        "--min-confidence",
        type=share,
        default=0.1,
        metavar="0.1",
        help=_("least share of cases in which a rule is right (default: 0.1)"),
    )
    parser.add_argument(
        "--min-length",
        type=_count,
        metavar="N",
        help=_("least number of items of both sides (default: 1; in a workspace 2)"),
    )
    parser.add_argument(
        "--form",
        choices=FORMS,
        default="auto",
        help=_(
            "how a file tells baskets: pairs (basket, item), baskets (one a line), table "
            "(attributes)"
        ),
    )
    parser.add_argument(
        "--by",
        choices=("name", "category"),
        default="name",
        help=_("what counts as an item in a workspace"),
    )
    passphrase(parser)
    json(parser)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(_("a whole number from 1"))
    return int(text)
