"""The options of ``profiler cluster``."""

from __future__ import annotations

import argparse

from profiler_app.cli.words.options import Parser, Words, json, workspace
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
    parser.add_argument("--raw", action="store_true", help=_("without scaling"))
    json(parser)


def _groups(text: str) -> int | None:
    if text == "auto":
        return None
    if not text.isdecimal() or int(text) < 2:
        raise argparse.ArgumentTypeError(_("auto, or a number from 2 on"))
    return int(text)
