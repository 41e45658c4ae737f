"""Every declared kind: what its rows refer to is found, then they are compared and written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from profiler_app.domain.imports import Reject
from profiler_app.domain.policies import source_of
from profiler_app.ingest.fact_rows import FactMaker, FactRow
from profiler_app.jobs.importing.kinds.work import BATCH, KindWriter, Work
from profiler_app.store import imports
from profiler_app.store.fact_writer import FactWriter
from profiler_app.store.schema import fact_tables

Ids = Mapping[str, int]


class Facts(KindWriter):
    """Writes the rows of one kind of the catalog."""

    maker: FactMaker

    def __init__(self, work: Work, maker: FactMaker) -> None:
        super().__init__(work, maker)
        self._kind = maker.kind
        self._connection = work.workspace.connection
        self._lookup = work.lookup(maker.key_field)
        self._products = imports.ProductLookup(self._connection, work.opened, work.request.line)
        self._accounts = imports.AccountLookup(self._connection, work.opened)
        self._writer = FactWriter(
            self._connection,
            work.opened,
            self._kind,
            dates=work.dates(),
            request=work.request,
            fresh=self._fresh,
        )
        self._columns = fact_tables()[self._kind.table].keys()

    def write(self) -> Iterator[int]:
        """Write the rows, and yield the number of rows of each batch."""
        tally, writer = self.work.tally, self._writer
        records = iter(self.maker.records())
        while batch := list(islice(records, BATCH)):
            tally.rejects.extend(each for each in batch if isinstance(each, Reject))
            rows = [each for each in batch if isinstance(each, FactRow)]
            writer.write(self._resolved(rows))
            tally.customers_created = self._lookup.created
            yield len(batch)
        writer.finish()
        tally.created, tally.updated = writer.created, writer.updated
        tally.unchanged, tally.kept = writer.unchanged, writer.kept
        tally.changes, tally.unlisted = writer.changes, writer.unlisted

    def _resolved(self, rows: Sequence[FactRow]) -> list[tuple[int, dict[str, Any]]]:
        """Return line and cells of the rows whose references lead somewhere; refuse the others."""
        customers = self._customers(rows)
        accounts = self._find_accounts(rows, customers)
        others = self._others(rows)
        products = self._find_products(rows)
        campaigns = self._campaigns(rows)
        found = []
        for each in rows:
            cells = {name: each.values[name] for name in each.values.keys() & self._columns}
            if "product" in each.refs:
                cells["product_id"] = products[each.refs["product"]]
            if campaigns:
                cells["campaign_id"] = campaigns[self._campaign(each)]
            if self._has_customer(each, cells, customers) and self._has_others(
                each, cells, accounts=accounts, others=others
            ):
                found.append((each.source_row, cells))
        return found

    def _campaigns(self, rows: Sequence[FactRow]) -> Ids:
        if self._kind.table != "campaign_member":
            return {}
        names = map(self._campaign, rows)
        return imports.campaigns_named(self._connection, self.work.opened, names)

    def _campaign(self, row: FactRow) -> str:
        """Return the campaign of a row; a file that names none is one campaign."""
        return row.refs.get("campaign") or source_of(self.work.file)

    def _customers(self, rows: Sequence[FactRow]) -> Ids:
        wanted = {
            each.customer_key: (each.source_row, each.customer_fields)
            for each in reversed(rows)
            if each.customer_key is not None
        }
        create = self._kind.creates and self.work.request.create_customers
        return self._lookup.resolve(wanted, create=create)

    def _others(self, rows: Sequence[FactRow]) -> Ids:
        nothing: Mapping[str, Any] = {}
        wanted = {ref: (0, nothing) for each in rows if (ref := each.refs.get("other"))}
        return self._lookup.resolve(wanted, create=False)

    def _find_accounts(
        self, rows: Sequence[FactRow], customers: Ids
    ) -> Mapping[str, tuple[int, int]]:
        wanted = {
            ref: customers.get(each.customer_key or "")
            for each in reversed(rows)
            if (ref := each.refs.get("account"))
        }
        return self._accounts.resolve(wanted) if wanted else {}

    def _find_products(self, rows: Sequence[FactRow]) -> Ids:
        wanted = {
            ref: {"code": ref if _is_code(ref) else None, "name": ref}
            for each in reversed(rows)
            if (ref := each.refs.get("product"))
        }
        return self._products.resolve(wanted)

    def _has_customer(self, row: FactRow, cells: dict[str, Any], customers: Ids) -> bool:
        key = row.customer_key
        if self._kind.customer == "none" or key is None:
            return True
        if key not in customers:
            self.work.refuse_unknown(row.source_row, key, self._lookup)
            return False
        cells["customer_id"] = customers[key]
        return True

    def _has_others(
        self,
        row: FactRow,
        cells: dict[str, Any],
        *,
        accounts: Mapping[str, tuple[int, int]],
        others: Ids,
    ) -> bool:
        """Add the account and the other customer of a row; refuse it when nobody knows them."""
        account, other = row.refs.get("account"), row.refs.get("other")
        if account is not None:
            if account not in accounts:
                self.work.tally.rejects.append(
                    Reject(row.source_row, None, account, "unknown_account")
                )
                return False
            cells["account_id"], owner = accounts[account]
            cells.setdefault("customer_id", owner)
        if other is not None:
            if other not in others:
                self.work.refuse_unknown(row.source_row, other, self._lookup)
                return False
            cells["other_id"] = others[other]
        return True

    def _fresh(self, cells: Mapping[str, Any]) -> dict[str, Any]:
        """Complete a new row; a product without a name is called by its code."""
        usual = dict(self._kind.usual)
        if self._kind.table == "product":
            usual |= {"line": self.work.request.line, "name": cells.get("code")}
        return {**usual, **cells}


def _is_code(text: str) -> bool:
    """Whether what names a product is a number of it rather than its name."""
    return text.isascii() and " " not in text and any(map(str.isdigit, text))
