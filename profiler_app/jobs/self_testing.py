"""The main trip on this very machine, as ``profiler --self-test`` walks it; nothing is left behind.

It is meant for a bundle on a computer without Python: whether all that was packed works there.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from profiler_app.domain.errors import WrongPassphraseOrDamaged
from profiler_app.domain.imports import ImportRequest
from profiler_app.domain.progress import Silent
from profiler_app.domain.resources import resource_path
from profiler_app.domain.text import N_, _, language
from profiler_app.jobs import cards
from profiler_app.jobs.backing_up import back_up_now
from profiler_app.jobs.demo import DEMO_PASSPHRASE, create_demo
from profiler_app.jobs.history import check, content_hash, undo_operation
from profiler_app.jobs.importing import import_file
from profiler_app.jobs.printing import print_card
from profiler_app.jobs.refreshing import refresh
from profiler_app.jobs.segments.reporting import clusters
from profiler_app.jobs.workspaces import Workspace, open_workspace
from profiler_app.reports.workbooks import write_xlsx

CUSTOMERS = 200
_PLAIN = b"SQLite format 3"


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of the trip; ``failure`` is empty where it went well, else what went wrong."""

    title: str
    failure: str = ""


class _Failed(Exception):
    """A stop of the trip found something that must not be."""


def walk_trip(*, today: date) -> Iterator[Stop]:
    """Walk the trip in a folder of its own; yield each stop. After a failure it ends there."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder, _watched() as calls:
        trip = _Trip(Path(folder), today)
        stops: tuple[tuple[str, Callable[[], None]], ...] = (
            (N_("Sample data, features and tags"), trip.make),
            (N_("The file is encrypted"), trip.see_encrypted),
            (N_("Import of a table and of a workbook"), trip.take_in),
            (N_("Profile card as picture and PDF"), trip.print),
            (N_("Groups found in the data"), trip.group),
            (N_("Undoing gives the same data again"), trip.undo),
            (N_("A backup that can be read"), trip.back_up),
            (N_("Checks of the whole file"), trip.examine),
            (N_("No connection was asked for"), lambda: _quiet(calls)),
        )
        for title, walk in stops:
            try:
                walk()
            except Exception as error:
                yield Stop(_(title), f"{type(error).__name__}: {error}")
                return
            yield Stop(_(title))


class _Trip:
    """The workspace of the trip and where it is."""

    def __init__(self, folder: Path, today: date) -> None:
        self._folder, self._today = folder, today
        self._path = folder / "trip.zhike"
        self._before = ""

    def make(self) -> None:
        create_demo(
            Silent(), self._path, language=language(), customers=CUSTOMERS, today=self._today
        )
        with self._open() as workspace:
            _need(bool(cards.read_card(workspace, 1, as_of=self._today).tags), "no tags")

    def see_encrypted(self) -> None:
        _need(not self._path.read_bytes().startswith(_PLAIN), "not encrypted")
        try:
            open_workspace(self._path, "another passphrase").close()
        except WrongPassphraseOrDamaged:
            return
        raise _Failed("opens with another passphrase")

    def take_in(self) -> None:
        book = self._folder / "members.xlsx"
        write_xlsx(book, ("name", "mobile"), [("Chen", "16800018801"), ("Lin", "16800018802")])
        table = resource_path("samples", f"new_members_{language()}.csv")
        with self._open() as workspace:
            self._before = content_hash(workspace)
            for file in (table, book):
                request = ImportRequest(paths=(file,))
                report = import_file(Silent(), workspace, request, today=self._today)
                _need(report.created > 0, f"nothing taken from {file.name}")
            refresh(Silent(), workspace, as_of=self._today)

    def print(self) -> None:
        with self._open() as workspace:
            card = cards.read_card(workspace, 1, as_of=self._today)
        for suffix in ("png", "pdf"):
            file = self._folder / f"card.{suffix}"
            print_card(card, file, today=self._today)
            _need(file.stat().st_size > 10_000, f"empty {suffix}")

    def group(self) -> None:
        with self._open() as workspace:
            clusters(Silent(), workspace, k=3, seed=1)

    def undo(self) -> None:
        with self._open() as workspace:
            for _import in range(2):
                undo_operation(Silent(), workspace)
            _need(content_hash(workspace) == self._before, "other data than before")

    def back_up(self) -> None:
        with self._open() as workspace:
            back_up_now(Silent(), workspace, self._folder)

    def examine(self) -> None:
        with self._open() as workspace:
            found = check(Silent(), workspace, today=self._today)
        _need(not found, "; ".join(sentence for _code, sentence in found))

    def _open(self) -> Workspace:
        return open_workspace(self._path, DEMO_PASSPHRASE)


def _need(holds: bool, otherwise: str) -> None:
    if not holds:
        raise _Failed(otherwise)


def _quiet(calls: list[str]) -> None:
    _need(not calls, ", ".join(sorted(set(calls))))


@contextmanager
def _watched() -> Iterator[list[str]]:
    """Note what Python itself asks the network for; its hooks stay, so this one falls asleep."""
    calls: list[str] = []
    awake = [True]

    def note(event: str, _arguments: tuple[Any, ...]) -> None:
        if event.startswith("socket.") and awake:
            calls.append(event)

    sys.addaudithook(note)
    try:
        yield calls
    finally:
        awake.clear()
