"""``profiler recovery``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from profiler_app.cli.opening import Command, open_workspace
from profiler_app.cli.output import TerminalProgress, print_json
from profiler_app.cli.passphrase import passphrase
from profiler_app.domain.errors import UnreadableFile
from profiler_app.domain.recovery_keys import groups_of
from profiler_app.jobs import rekeying


def _recovery(words: argparse.Namespace, today: date) -> None:
    progress = TerminalProgress()
    secret = passphrase(words.passphrase_file, new=words.use is not None)
    if words.use:
        key = rekeying.recover(
            progress, words.workspace, _typed(words.use), secret, today=today
        ).recovery
    else:
        key = _of_workspace(words, secret, today)
    progress.done()
    if words.pdf:
        rekeying.write_recovery_sheet(key, words.workspace.stem, words.pdf, today=today)
    if words.json:
        print_json({"recovery": " ".join(groups_of(key)), "pdf": words.pdf})
    else:
        print(words.pdf or " ".join(groups_of(key)))


def _of_workspace(words: argparse.Namespace, secret: str, today: date) -> str:
    progress = TerminalProgress()
    with open_workspace(words, readonly=False) as workspace:
        if not words.renew:
            return rekeying.show_recovery_key(progress, workspace, secret, today=today)
        done = rekeying.change_passphrase(progress, workspace, secret, secret, today=today)
    return done.recovery


def _typed(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(file=str(file), reason=str(error)) from error


COMMANDS: Mapping[str, Command] = {"recovery": _recovery}
