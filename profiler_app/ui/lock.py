"""The key of the open workspace: there while it is unlocked, forgotten while it is locked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal

from profiler_app.domain.text import _
from profiler_app.ui.tasks import Callback, Job

if TYPE_CHECKING:
    from profiler_app.ui.desk import Desk


class Lock(QObject):
    """Holds the key; while ``locked`` both threads wait without a connection."""

    opened = Signal()

    def __init__(self, desk: Desk, key: Any) -> None:
        super().__init__(desk)
        self._desk = desk
        self.key = key
        self.locked = False
        self._rekeying: Job | None = None

    def close(self) -> bool:
        """Close both connections and forget the key, once what runs has ended.

        False while the passphrase is being changed: then one has to ask again.
        """
        if self._rekeying is not None:
            return False
        self.locked = True
        self._desk.reads.pause()
        self._desk.jobs.pause()
        self._forget_key()
        return True

    def open(self, key: Any) -> None:
        """Go on with the key of the workspace, where everything was left."""
        self.key = key
        self.locked = False
        self._desk.reads.resume()
        self._desk.jobs.resume()
        self.opened.emit()

    def change_passphrase(
        self, old: str, new: str, *, owner: QObject, done: Callback, failed: Callback
    ) -> None:
        """Change the passphrase; meanwhile nobody reads, as the file is replaced.

        ``done`` gets the new recovery key; with the same passphrase only that one changes.
        """
        from profiler_app.jobs.rekeying import change_passphrase

        def changed(rekeyed: Any) -> None:
            self.key = rekeyed.key
            if shiboken6.isValid(owner):
                done(rekeyed.recovery)

        self._desk.reads.pause()
        self._rekeying = self._desk.jobs.start(
            change_passphrase,
            old,
            new,
            today=self._desk.today(),
            title=_("Changing the passphrase"),
            owner=self,
            done=changed,
            failed=lambda problem: failed(problem) if shiboken6.isValid(owner) else None,
        )

    def job_ended(self, job: Job) -> None:
        """Forget the key after the last job; read again after a change of the passphrase."""
        if self._rekeying is job:  # its answer, with the new key, comes just after this
            QTimer.singleShot(0, self, self._read_again)
        if self.locked:
            self._forget_key()

    def _read_again(self) -> None:
        self._rekeying = None
        self._desk.reads.resume()

    def _forget_key(self) -> None:
        if not self._desk.jobs.running:
            self.key = None
