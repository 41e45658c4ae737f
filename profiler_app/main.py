"""The start of the program: which words were typed, and which window or command they mean."""

from __future__ import annotations

import gc
import logging
import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.text import LANGUAGES, Language, set_language

SUFFIX = ".zhike"
"""The ending of the files of workspaces."""

READ_WORKBOOK = "--read-workbook"
"""Hidden switch of a bundle: this process only reads an untrusted workbook (ingest.child)."""

READ_DATABASE = "--read-database"
"""Hidden switch of a bundle: this process only reads an untrusted database (store.foreign)."""


def main(argv: list[str] | None = None) -> int:
    """Run the program and return its exit code."""
    words = sys.argv[1:] if argv is None else argv
    if words[:1] == [READ_WORKBOOK]:
        from profiler_app.ingest import child

        return child.main(words[1:])
    if words[:1] == [READ_DATABASE]:
        from profiler_app.store import foreign

        return foreign.main(words[1:])
    set_language(_language(words))
    broken = _use_tables()
    if not words:  # the usual start, which needs no command line
        return _open_window()
    if len(words) == 1 and words[0].lower().endswith(SUFFIX):  # a file opened in its folder
        return _open_window(file=Path(words[0]).absolute())
    from profiler_app import cli

    parsed = cli.parse(words)
    if parsed.lang:
        set_language(parsed.lang)
    if parsed.self_test:
        return cli.self_test(today=date.today())
    if parsed.command is None:
        return _open_window(language=parsed.lang)
    if parsed.command == "demo" and not parsed.headless:
        return _open_window(
            language=parsed.lang, demo_customers=parsed.customers, demo_seed=parsed.seed
        )
    _keep_log()
    if broken:
        print(broken[0].sentence(), file=sys.stderr)
        return 1
    from profiler_app.jobs.core_dumps import forbid_core_dumps

    forbid_core_dumps()
    return cli.run(parsed, today=date.today())


def _open_window(**choices: Any) -> int:
    """Open the window; what is loaded until it is painted is no garbage, so nobody looks for it."""
    gc.disable()
    from profiler_app.ui.start import open_window

    return open_window(**choices)


def _use_tables() -> list[UserProblem]:
    """Take the user's own code tables; a window opens without those that are broken."""
    from profiler_app.domain.code_tables import use_tables
    from profiler_app.jobs.places import data_folder

    try:
        problems = use_tables(data_folder() / "tables")
    except OSError:  # a home that cannot be read: then there are no tables
        return []
    for problem in problems:
        logging.getLogger("profiler_app").warning("%s", problem.sentence())
    return [*problems]


def _keep_log() -> None:
    from profiler_app.jobs.logs import keep_log
    from profiler_app.jobs.places import data_folder

    try:
        keep_log(data_folder() / "zhike.log")
    except OSError:  # a home that cannot be written: then there is no log
        logging.getLogger("profiler_app").addHandler(logging.NullHandler())


def _language(words: list[str]) -> Language:
    """The language of ``--help``: asked for, else that of the system."""
    for word, following in zip(words, [*words[1:], ""], strict=False):  # of no words, none
        asked = following if word == "--lang" else word.removeprefix("--lang=")
        if word.startswith("--lang") and asked in LANGUAGES:
            return "en" if asked == "en" else "zh"
    system = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "en" if system.lower().startswith("en") else "zh"
