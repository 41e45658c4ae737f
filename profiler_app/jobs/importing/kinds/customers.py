"""Customers: recognised by their surest number, compared column by column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from profiler_app.domain.imports import RowOutcome
from profiler_app.domain.text import _
from profiler_app.ingest.customers import CustomerMaker
from profiler_app.jobs.importing.deciding import Judge
from profiler_app.jobs.importing.kinds.work import KindWriter, RowsDiffer
from profiler_app.store.customer_writer import CustomerWriter

_COMPARED = 100
"""So many new customers are compared with those known, so that a check stays quick."""


class Customers(KindWriter):
    """Writes customers, and as attributes what has no column."""

    maker: CustomerMaker

    def write(self) -> Iterator[int]:
        """Write customers, and yield the number of rows of each block."""
        writer, tally = self._writer(), self.work.tally
        for block, rejects in self.maker.blocks():
            tally.rejects += rejects
            writer.write(block)
            yield len(block.lines) + len(rejects)
        writer.finish()
        tally.created = tally.customers_created = writer.created
        tally.updated, tally.unchanged = writer.updated, writer.unchanged
        tally.changes, tally.unlisted, tally.kept = writer.changes, writer.unlisted, writer.kept
        tally.listed, tally.repeats = writer.listed, writer.repeats
        if self.work.request.dry_run and writer.created and writer.first_new > 1:
            tally.listed = self._with_twins(writer)

    def _with_twins(self, writer: CustomerWriter) -> list[RowOutcome]:
        """Say of the first new customers who known already they may be, those first."""
        from profiler_app.jobs.duplicates_hint import twins_of_new  # for a check only

        found = twins_of_new(self.work.workspace, writer.first_new, most=_COMPARED)
        said = _("{who}: {why}")
        words = {
            line: said.format(who=f"{each.number} {each.name}", why=each.because)
            for line, each in found.items()
        }
        listed = [
            replace(each, like=words.get(each.line, "")) if each.created else each
            for each in writer.listed
        ]
        return sorted(listed, key=lambda each: not each.like)

    def list_first(self) -> list[RowOutcome]:
        """Return how the first rows are listed where all rows are as they were.

        Raises RowsDiffer when one of them is not.
        """
        writer = self._writer()
        for block, _rejects in self.maker.blocks():
            writer.write(block)
            if writer.has_listed:
                break
        else:
            writer.finish()
            if writer.updated:
                raise RowsDiffer
        if writer.created:
            raise RowsDiffer
        return writer.listed

    def _writer(self) -> CustomerWriter:
        work = self.work
        return CustomerWriter(
            work.workspace.connection,
            work.opened,
            prefix=work.workspace.settings.prefix,
            as_of=work.today.isoformat(),
            shown=work.request.shown,
            decide=Judge(work.workspace, work.opened, work.request, today=work.today),
            assumed=self.maker.assumed,
        )
