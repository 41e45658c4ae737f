"""The words of the command line: commands, options and their help."""

from __future__ import annotations

import argparse

from profiler_app import __version__
from profiler_app.cli.words import (
    baskets,
    campaigning,
    cohorts,
    comparing,
    customers,
    daily,
    deduping,
    exchanging,
    facts,
    groups,
    installing,
    merging,
    packing,
    papers,
    predicting,
    quality,
    recommending,
    reporting,
    ruling,
    scorecards,
    scoring,
    segmenting,
    staying,
    strategies,
    surveying,
    tags,
    trusting,
    valuing,
    visiting,
    voices,
)
from profiler_app.cli.words.options import Parser, Words
from profiler_app.domain.text import _

_AREAS = (
    facts,
    cohorts,
    customers,
    deduping,
    groups,
    merging,
    packing,
    predicting,
    quality,
    ruling,
    segmenting,
    strategies,
    surveying,
    tags,
    scorecards,
    scoring,
    valuing,
    staying,
    comparing,
    visiting,
    voices,
    baskets,
    recommending,
    reporting,
    campaigning,
    trusting,
    papers,
    daily,
    exchanging,
    installing,
)
"""A new area brings its words here and what its commands do to ``cli.commands``."""


def parse(argv: list[str]) -> argparse.Namespace:
    """Parse the words after the program's name; wrong usage ends the program with exit code 2."""
    return _parser().parse_args(argv)


def _parser() -> Parser:
    parser = Parser(
        prog="profiler",
        description=_("Zhike: offline customer profiling. Without a command the window opens."),
        epilog=_(
            "The passphrase comes from ZHIKE_PASSPHRASE, --passphrase-file or a prompt. "
            "Exit code 0: done; 1: a problem you can act on; 2: wrong usage."
        ),
    )
    parser.add_argument("--version", action="version", version=f"Zhike {__version__}")
    parser.add_argument(
        "--self-test", action="store_true", help=_("walk the main trip here and say what works")
    )
    parser.add_argument("--lang", choices=("zh", "en"), help=_("language of all texts"))
    parser.set_defaults(command=None)
    commands = parser.add_subparsers(metavar=_("COMMAND"))
    for name, words in _commands().items():
        sub = commands.add_parser(name, help=words.help, description=words.help)
        sub.set_defaults(command=name)
        sub.add_argument("--lang", choices=("zh", "en"), default=argparse.SUPPRESS)
        words.add(sub)
    return parser


def _commands() -> dict[str, Words]:
    return {name: words for area in _AREAS for name, words in area.commands().items()}
