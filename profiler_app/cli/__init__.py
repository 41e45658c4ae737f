"""The command line over the jobs."""

from __future__ import annotations

import argparse
import logging
import sys
from datetime import date

from profiler_app.cli.words import parse
from profiler_app.domain.errors import UserProblem
from profiler_app.domain.progress import Cancelled
from profiler_app.domain.text import _

__all__ = ["parse", "run", "self_test"]


def run(words: argparse.Namespace, *, today: date) -> int:
    """Run one command and return the exit code: 0 done, 1 a problem the user can act on."""
    from profiler_app.cli.commands import COMMANDS

    try:
        COMMANDS[words.command](words, today)
    except UserProblem as problem:
        return _say(problem.sentence())
    except (KeyboardInterrupt, Cancelled):
        return _say(_("Cancelled; nothing was saved."))
    except BrokenPipeError:
        return 1
    except Exception as error:
        logging.getLogger(__name__).exception("command %s failed", words.command)
        return _say(
            _("Something went wrong inside Zhike ({error}). Nothing was saved.").format(
                error=type(error).__name__
            )
        )
    return 0


def self_test(*, today: date) -> int:
    """Walk the main trip on this machine, print each stop; 0 when all went well."""
    from profiler_app.jobs.self_testing import walk_trip

    failed = False
    for stop in walk_trip(today=today):
        failed = bool(stop.failure)
        print(f"{'✗' if failed else '✓'} {stop.title}  {stop.failure}".rstrip(), flush=True)
    print(_("Something does not work here.") if failed else _("Everything works here."))
    return int(failed)


def _say(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1
