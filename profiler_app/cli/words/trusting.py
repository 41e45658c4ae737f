"""Commands of trust: copies, their rehearsal, the audit trail, what is held on one customer."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from profiler_app.cli.words.options import Parser, Words, as_of, day, json, with_json, workspace
from profiler_app.domain.fields import options
from profiler_app.domain.text import _
from profiler_app.jobs.consenting import METHODS
from profiler_app.jobs.erasing import REASONS
from profiler_app.jobs.holding import GROUNDS


def commands() -> dict[str, Words]:
    """Return the commands of this area by name."""
    return {
        "backup": Words(_("make a verified copy now"), _backup),
        "restore": Words(_("turn a copy into a workspace and say what differs"), _restore),
        "recovery": Words(_("the recovery key: show, renew or use it"), _recovery),
        "check": Words(_("check file, references, history, rules, what was computed"), _check),
        "rescue": Words(_("read what can be read from a damaged file into a new one"), _rescue),
        "rehearse": Words(_("restore the newest copy on trial and check it"), with_json),
        "audit": Words(_("search the history, prove it, write it to a file"), _audit),
        "access": Words(_("everything that is held on one customer"), _access),
        "consent": Words(_("what a customer agreed to, and recording an answer"), _consent),
        "register": Words(_("purposes, who agreed to them, and what is due"), _register),
        "hold": Words(_("customers a law orders to keep: list, hold, release"), _hold),
        "erase": Words(_("erase a customer for good"), _erase),
    }


def _backup(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument("folder", type=Path, metavar=_("FOLDER"))
    json(parser)


def _recovery(parser: Parser) -> None:
    workspace(parser)
    way = parser.add_mutually_exclusive_group()
    way.add_argument(
        "--renew", action="store_true", help=_("encrypt anew: the recovery key until now is void")
    )
    way.add_argument(
        "--use",
        type=Path,
        metavar="FILE",
        help=_("open with the recovery key in this file; the passphrase given is the new one"),
    )
    parser.add_argument("--pdf", type=Path, metavar="FILE", help=_("write a page to print"))
    json(parser)


def _check(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument(
        "--mend", action="store_true", help=_("put references and owners right, compute anew")
    )
    parser.add_argument(
        "--accept",
        action="store_true",
        help=_("take rows changed outside the program for what they are; the history says so"),
    )
    json(parser)


def _rescue(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument("into", type=Path, metavar="FILE", help=_("the new workspace"))
    json(parser)


def _restore(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument("backup", type=Path, metavar=_("COPY"))
    parser.add_argument(
        "--into",
        type=Path,
        metavar="FILE",
        help=_("the new workspace (without it the copy is only compared)"),
    )
    json(parser)


def _audit(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument("--customer", metavar="CUSTOMER", help=_("number or identifier"))
    parser.add_argument("--kind", metavar="KIND", help=_("operations of one kind, like import"))
    parser.add_argument("--since", type=day, metavar="DATE", help=_("from this day on"))
    parser.add_argument("--out", type=Path, metavar="FILE", help=_("write them to a CSV file"))
    json(parser)


def _access(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument("customer", metavar="CUSTOMER", help=_("number or identifier"))
    parser.add_argument("--pdf", type=Path, metavar="FILE", help=_("write a PDF to hand over"))
    json(parser)


def _consent(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument("customer", metavar="CUSTOMER", help=_("number or identifier"))
    parser.add_argument(
        "--purpose",
        action="append",
        default=[],
        choices=[option.id for option in options("purpose")],
        help=_("what for; may be given several times (without it consents are listed)"),
    )
    parser.add_argument(
        "--state", default="granted", choices=("granted", "refused", "withdrawn"), help=_("answer")
    )
    parser.add_argument(
        "--method", default="paper", choices=[*METHODS], help=_("how the answer was given")
    )
    parser.add_argument("--on", type=day, metavar="DATE", help=_("day of the answer"))
    parser.add_argument("--until", type=day, metavar="DATE", help=_("last day it holds"))
    parser.add_argument(
        "--evidence", default="", help=_("where the proof is; for a child the guardian who agreed")
    )
    parser.add_argument("--notice", default="", help=_("version of the notice that was shown"))
    json(parser)


def _register(parser: Parser) -> None:
    workspace(parser)
    as_of(parser)
    json(parser)


def _hold(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument("customer", nargs="?", metavar="CUSTOMER", help=_("number or identifier"))
    parser.add_argument("--ground", default="aml", choices=[*GROUNDS], help=_("why it is kept"))
    parser.add_argument(
        "--until", type=day, metavar="DATE", default=date.max, help=_("last day it must be kept")
    )
    parser.add_argument("--release", action="store_true", help=_("end the hold"))
    json(parser)


def _erase(parser: Parser) -> None:
    workspace(parser)
    parser.add_argument("customer", metavar="CUSTOMER", help=_("number or identifier"))
    parser.add_argument("--reason", choices=[*REASONS], help=_("why; it stays in the history"))
    parser.add_argument(
        "--without-sales",
        action="store_true",
        help=_("also erase order lines (else they stay as lines of nobody)"),
    )
    parser.add_argument(
        "--certificate", type=Path, metavar="FILE", help=_("write a certificate as PDF")
    )
    parser.add_argument(
        "--preview", action="store_true", help=_("say what would go and change nothing")
    )
    json(parser)
