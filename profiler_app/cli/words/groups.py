"""The options of ``profiler cluster``."""

from __future__ import annotations

import argparse

from profiler_app.cli.words.options import Parser, Words, json, workspace
from profiler_app.domain.models import ALGORITHMS
from profiler_app.domain.text import _


def commands() -> dict[str, Words]:
    """Return the commands of this area by name."""
    return {
        "cluster": Words(_("group customers by their features"), _cluster),
    }


def _cluster(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument("--fields", metavar="a,b", help=_("features to group by"))
    parser.add_argument("--k", type=_groups, default=None, metavar="auto|N")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--algorithm",
        choices=ALGORITHMS,
        default="kmeans",
        help=_("how groups are found; mixed also takes fields with choices (default: kmeans)"),
    )
    parser.add_argument(
        "--rules", action="store_true", help=_("add a rule for each group, with its accuracy")
    )
    parser.add_argument(
        "--save",
        type=int,
        metavar="N",
        help=_("save the rule of the N-th group of the list as a segment"),
    )
    parser.add_argument(
        "--adopt",
        action="store_true",
        help=_("put the groups in force; those that continue earlier ones keep their names"),
    )
    parser.add_argument("--raw", action="store_true", help=_("without scaling"))
    json(parser)


def _groups(text: str) -> int | None:
    if text == "auto":
        return None
    if not text.isdecimal() or int(text) < 2:
        raise argparse.ArgumentTypeError(_("auto, or a number from 2 on"))
    return int(text)
