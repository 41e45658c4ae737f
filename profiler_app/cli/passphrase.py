"""Where the passphrase comes from: never from an argument, which other users could see."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.text import N_, _


class NoPassphrase(UserProblem):
    """There is no way to learn the passphrase."""

    code = "no_passphrase"
    template = N_(
        "A passphrase is needed. Set ZHIKE_PASSPHRASE, or give --passphrase-file with a file "
        "whose first line is the passphrase."
    )


class PassphrasesDiffer(UserProblem):
    """The passphrase of a new workspace was typed differently the second time."""

    code = "passphrases_differ"
    template = N_("The two passphrases are not the same. Nothing was made; please try again.")


class NoBookPassphrase(UserProblem):
    """There is no way to learn the passphrase of a file handed over."""

    code = "no_book_passphrase"
    template = N_(
        "The file needs a passphrase of its own. Set ZHIKE_BOOK_PASSPHRASE, or give "
        "--book-passphrase-file with a file whose first line is the passphrase."
    )


def book_passphrase(file: Path | None, *, new: bool = False) -> str:
    """Return the passphrase of a file handed over, which is not that of the workspace."""
    try:
        return _asked(file, "ZHIKE_BOOK_PASSPHRASE", _("Passphrase of the file: "), new)
    except NoPassphrase as problem:
        raise NoBookPassphrase() from problem


def passphrase(file: Path | None, *, new: bool = False) -> str:
    """Return the passphrase from the file, ZHIKE_PASSPHRASE or a prompt (asked twice if new)."""
    return _asked(file, "ZHIKE_PASSPHRASE", _("Passphrase: "), new)


def _asked(file: Path | None, variable: str, prompt: str, new: bool) -> str:
    if file is not None:
        try:
            lines = file.read_text(encoding="utf-8-sig").splitlines()
        except OSError as error:
            raise NoPassphrase() from error
        if not lines or not lines[0]:
            raise NoPassphrase()
        return lines[0]
    from_environment = os.environ.get(variable)
    if from_environment:
        return from_environment
    if not sys.stdin.isatty():
        raise NoPassphrase()
    first = getpass.getpass(prompt)
    if not first:
        raise NoPassphrase()
    if new and getpass.getpass(_("Once more: ")) != first:
        raise PassphrasesDiffer()
    return first
