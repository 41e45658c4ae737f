"""Foretelling a field of the customers of a workspace."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import pytest

from profiler_app.domain.errors import ColumnNotFound
from profiler_app.domain.imports import ImportRequest
from profiler_app.domain.progress import Silent
from profiler_app.jobs.importing import import_file
from profiler_app.jobs.predicting import Wanted, customers_question, predict_customers
from profiler_app.jobs.scorecards import make_scorecard
from profiler_app.jobs.workspaces import Workspace, create_workspace

TODAY = date(2026, 11, 22)
CITIES = ("杭州市", "苏州市", "宁波市")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("book")
    lots = np.random.default_rng(11)
    lines = ["会员号,姓名,性别,城市,家庭人口,自有车辆,婚姻状况"]
    for i in range(500):
        size = int(lots.integers(1, 7))
        car = "是" if lots.random() < size / 7 else "否"
        married = "已婚" if car == "是" else "未婚"
        lines.append(f"K{i:04},客户{i},{'男女'[i % 2]},{CITIES[i % 3]},{size},{car},{married}")
    (folder / "members.csv").write_text("\n".join(lines), "utf-8")
    with create_workspace(folder / "book.zhike", "correct horse", name="book") as made:
        request = ImportRequest((folder / "members.csv",), target="customers")
        import_file(Silent(), made, request, today=TODAY)
        yield made


def test_a_field_of_customers_is_foretold_without_sensitive_ones(book: Workspace) -> None:
    """RSK-01: marriage would tell all here, and stays locked out."""
    report = predict_customers(Silent(), book, Wanted("has_car", each=True))
    assert report.rows == 500
    assert report.card is not None
    assert 0.65 < report.card.auc < 0.9
    sensitive = {told.facts["field"] for told in report.dropped if told.code == "sensitive"}
    assert len(sensitive) >= 2
    assert report.card.drivers[0][0] in report.card.fields
    assert {"as_of_today"} <= {warning.code for warning in report.warnings}
    assert report.forecasts[0].probability > report.forecasts[-1].probability
    assert report.forecasts[0].row.startswith("K")


def test_a_scorecard_is_made_of_customers(book: Workspace) -> None:
    question = customers_question(Silent(), book, Wanted("has_car"))
    report = make_scorecard(Silent(), question)
    assert report.quality is not None
    assert report.quality["auc"] > 0.65
    assert report.fields


def test_a_field_nobody_has_is_named(book: Workspace) -> None:
    with pytest.raises(ColumnNotFound, match="no_such_field"):
        predict_customers(Silent(), book, Wanted("no_such_field"))
