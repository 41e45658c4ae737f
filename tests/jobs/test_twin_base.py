"""A training base has the shapes of the real one and nobody of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from profiler_app.analysis.imitating import Trait, imitate
from profiler_app.domain.errors import TooLittleData
from profiler_app.domain.export_reasons import ExportReason
from profiler_app.jobs.demo import DEMO_PASSPHRASE
from profiler_app.jobs.history import check, history
from profiler_app.jobs.twin_base import TwinBase, make_twin_base
from profiler_app.jobs.workspaces import Workspace, open_workspace
from tests.jobs.conftest import TODAY, Silent

SECRET = "training only, nobody real"
REASON = ExportReason("training", "wang", TODAY)


Made = tuple[TwinBase, Workspace, Workspace]


@pytest.fixture(scope="module")
def twin(demo_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    folder = tmp_path_factory.mktemp("twin")
    shutil.copy(demo_path, folder / "real.zhike")
    with open_workspace(folder / "real.zhike", DEMO_PASSPHRASE) as real:
        path = folder / "twin.zhike"
        made = make_twin_base(Silent(), real, path, SECRET, reason=REASON, today=TODAY)
        with open_workspace(path, SECRET) as opened:
            yield made, real, opened


def cells(workspace: Workspace, sql: str) -> list[tuple[object, ...]]:
    return list(workspace.connection.execute(sql).fetchall())


def test_no_name_number_or_document_of_a_real_customer_is_in_it(
    twin: Made,
) -> None:
    made, real, opened = twin
    columns = [
        "name",
        "mobile",
        "email",
        "cn_id",
        "uscc",
        "address",
        "member_no",
        "number",
        "wechat_id",
        "legal_rep",
    ]
    words = {str(w) for c in columns for (w,) in cells(real, f"SELECT {c} FROM customer") if w}
    words |= {str(value) for (value,) in cells(real, "SELECT value FROM contact")}
    words |= {str(no) for (no,) in cells(real, "SELECT DISTINCT order_no FROM order_line") if no}
    assert len(words) > 1_000
    dump = set()
    for table in ("customer", "product", "order_line", "consent", "operation", "setting"):
        dump |= {str(cell) for row in cells(opened, f"SELECT * FROM {table}") for cell in row}
    assert not words & dump, words & dump
    text = "\n".join(dump)
    assert not [word for word in words if len(word) > 8 and word in text]
    assert made.customers == len(cells(opened, "SELECT 1 FROM customer")) > 150


def test_shares_amounts_and_rhythms_are_those_of_the_real_base(
    twin: Made,
) -> None:
    made, real, opened = twin
    share = "SELECT avg(gender = 'F') FROM customer WHERE kind = 'person'"
    (theirs,), (ours,) = cells(opened, share)[0], cells(real, share)[0]
    assert abs(float(str(theirs)) - float(str(ours))) < 0.12
    per_head = (
        "SELECT avg(n) FROM (SELECT count(DISTINCT day) AS n FROM order_line "
        "WHERE kind = 'sale' AND status = 'done' AND customer_id NOT NULL GROUP BY customer_id)"
    )
    (theirs,), (ours,) = cells(opened, per_head)[0], cells(real, per_head)[0]
    assert 0.6 < float(str(theirs)) / float(str(ours)) < 1.6
    assert made.correlation_gap < 0.35


def test_nobody_in_it_stands_nearer_to_somebody_real_than_real_people_to_each_other(
    twin: Made,
) -> None:
    made, _real, _opened = twin
    assert made.nearness.least > 0 and made.nearness.middle > 0.5 * made.nearness.between_real


def test_it_is_a_sound_workspace_with_figures_and_the_history_notes_that_it_was_made(
    twin: Made,
) -> None:
    _made, real, opened = twin
    assert check(Silent(), opened, today=TODAY) == []
    assert cells(opened, "SELECT count(*) FROM run")[0] != (0,)
    assert history(real)[0].facts["what"] == "twin"


def test_too_few_customers_are_not_imitated(empty: Workspace, tmp_path: Path) -> None:
    with pytest.raises(TooLittleData):
        make_twin_base(Silent(), empty, tmp_path / "x.zhike", SECRET, reason=REASON, today=TODAY)
    assert not list(tmp_path.glob("x.*"))


def test_correlations_are_kept_and_rare_values_are_not() -> None:
    dice = np.random.default_rng(3)
    one = dice.normal(size=2_000)
    other = 0.8 * one + 0.6 * dice.normal(size=2_000)
    words = ["common"] * 1_997 + ["rare", "rare", "only me"]
    traits = [Trait("a", one, True), Trait("b", other, True), Trait("c", words, False)]
    people, nearness, gap = imitate(traits, 2_000, np.random.default_rng(4))
    assert abs(np.corrcoef(people["a"], people["b"])[0, 1] - 0.8) < 0.06 and gap < 0.1
    assert set(people["c"]) <= {"common", None}
    assert nearness.least > 0 and not set(people["a"].tolist()) & set(one.tolist())
    assert people["a"].max() < one.max()


def test_the_same_seed_gives_the_same_people() -> None:
    traits = [Trait("a", np.arange(100.0), True)]
    first = imitate(traits, 50, np.random.default_rng(7))[0]["a"]
    assert np.array_equal(first, imitate(traits, 50, np.random.default_rng(7))[0]["a"])
