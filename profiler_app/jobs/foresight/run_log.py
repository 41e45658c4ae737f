"""The log of all runs of models, as the history keeps it: who, when, on what, with which result."""

from __future__ import annotations

from dataclasses import dataclass

from profiler_app.domain.model_log import ModelRun
from profiler_app.jobs.history import history
from profiler_app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class LoggedRun:
    """A run: its operation, when it was (UTC, ISO), and everything else in words."""

    operation: int
    at: str
    run: ModelRun
    model: str
    result: str
    data: str
    parameters: str
    by: str

    def says(self, words: str) -> bool:
        """Whether every word is found in it, in whatever case."""
        told = " ".join((self.at, self.model, self.result, self.data, self.parameters, self.by))
        return all(word in told.casefold() for word in words.casefold().split())


def model_log(workspace: Workspace, words: str = "") -> tuple[LoggedRun, ...]:
    """Return the runs that say all these words, the newest first."""
    found = []
    for entry in history(workspace):
        if entry.kind == "model_run":
            run = ModelRun.from_facts(entry.facts)
            found.append(LoggedRun(entry.operation, entry.at, run, **run.told))
    return tuple(each for each in found if each.says(words))
