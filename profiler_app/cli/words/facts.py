"""Commands about the file and what is in it."""

from __future__ import annotations

from pathlib import Path

from profiler_app.cli.words.options import (
    Parser,
    Words,
    as_of,
    day,
    json,
    purpose,
    with_json,
    workspace,
)
from profiler_app.domain.fields import options
from profiler_app.domain.import_kinds import kinds
from profiler_app.domain.text import _


def commands() -> dict[str, Words]:
    """Return the commands of this area by name."""
    return {
        "demo": Words(_("open the built-in sample data"), _demo),
        "new": Words(_("make an empty workspace"), _new),
        "import": Words(_("import files, several together in one operation"), _import),
        "export": Words(_("write all rows of a kind to a file"), _export),
        "refresh": Words(_("compute features, tags and the search index"), _refresh),
        "history": Words(_("list what was done"), with_json),
        "undo": Words(_("undo an operation"), _undo),
        "hash": Words(_("print a hash of all facts"), with_json),
    }


def _demo(parser: Parser) -> None:
    parser.add_argument("--headless", action="store_true", help=_("without a window"))
    parser.add_argument(
        "--out", type=Path, default=Path("out"), help=_("folder for the card (with --headless)")
    )
    parser.add_argument("--customers", type=int, default=5_000, help=_("how many customers"))
    parser.add_argument("--seed", type=int, default=7, help=_("seed of the sample data"))


def _new(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument("--name", help=_("name of the workspace (default: the file's)"))
    parser.add_argument("--currency", default="CNY", choices=("CNY", "GBP", "USD", "EUR", "HKD"))
    json(parser)


def _import(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument("files", type=Path, nargs="+", metavar=_("FILE"))
    parser.add_argument(
        "--as",
        dest="target",
        default="auto",
        choices=("auto", *kinds()),
        help=_("what the rows are (default: found out)"),
    )
    _columns(parser)
    _reading(parser)
    _deciding(parser)
    json(parser)


def _columns(parser: Parser) -> None:
    """Add what is said of the columns."""
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="COLUMN=FIELD",
        help=_("where a column goes; nothing after = ignores it"),
    )
    parser.add_argument(
        "--template", metavar="NAME", help=_("a remembered mapping (default: by the headers)")
    )
    parser.add_argument(
        "--no-template",
        dest="template",
        action="store_const",
        const="",
        help=_("guess the columns, whatever is remembered"),
    )
    parser.add_argument(
        "--treat",
        action="append",
        default=[],
        metavar="DAMAGE=TREATMENT",
        help=_("what to do about damage (keys as in --json): drop, intact, repair, keep"),
    )
    for name, help_text in (
        ("--day-first", _("a column whose dates begin with the day")),
        ("--month-first", _("a column whose dates begin with the month")),
    ):
        parser.add_argument(name, action="append", default=[], metavar="COLUMN", help=help_text)


def _reading(parser: Parser) -> None:
    """Add how the file is read."""
    parser.add_argument("--sheet", help=_("sheet of a workbook"))
    parser.add_argument("--encoding", help=_("character set (default: found out)"))
    parser.add_argument("--header-row", type=int, help=_("line of the header (0: none)"))


def _deciding(parser: Parser) -> None:
    """Add whose rows they are, what stands where values differ, and whether it is saved."""
    parser.add_argument(
        "--key",
        metavar="FIELD",
        help=_("field that tells customers apart; several in turn: mobile,name+birth_date"),
    )
    parser.add_argument("--line", choices=("trade", "bank"), default="trade")
    parser.add_argument(
        "--walk-in", action="store_true", help=_("keep order lines without a customer")
    )
    parser.add_argument(
        "--known-only", action="store_true", help=_("do not create customers from orders")
    )
    parser.add_argument(
        "--policy",
        action="append",
        default=[],
        metavar="[FIELD=]POLICY",
        help=_("which value stands: newest (default), overwrite, fill, keep, ask"),
    )
    parser.add_argument(
        "--data-date", type=day, metavar="DATE", help=_("the day the data tell about")
    )
    parser.add_argument(
        "--partner", default="", metavar="NAME", help=_("whoever else the data come from")
    )
    parser.add_argument(
        "--legal-basis",
        default="",
        choices=[option.id for option in options("legal_basis")],
        help=_("on which the data of a partner may be used"),
    )
    parser.add_argument("--dry-run", action="store_true", help=_("check, but save nothing"))


def _export(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument("--kind", required=True, choices=[*kinds()], help=_("what is written"))
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help=_("a CSV or XLSX file, by its end")
    )
    parser.add_argument("--survey", default="", metavar="NAME", help=_("which questionnaire"))
    purpose(parser, required=True)
    json(parser)


def _refresh(parser: Parser) -> None:
    workspace(parser)
    as_of(parser)
    json(parser)


def _undo(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument("operation", type=int, nargs="?", help=_("default: the last one"))
    parser.add_argument(
        "--conflicts",
        choices=("stop", "keep", "overwrite"),
        default="stop",
        help=_("what to do with values that were changed later"),
    )
    json(parser)
