"""The effect of e-mails in a published experiment, and of small tables by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from profiler_app.domain.errors import ColumnNotFound, TableProblem, TooLittleData
from profiler_app.domain.progress import Silent
from profiler_app.jobs.uplift import uplift_of_file
from tests.conftest import SHARED

HILLSTROM = SHARED / "data" / "uplift" / "hillstrom_A.csv.gz"


@pytest.mark.parametrize(
    ("outcome", "arm", "difference", "interval"),
    [
        ("visit", "Mens E-Mail", 0.080472, (0.071124, 0.089819)),
        ("visit", "Womens E-Mail", 0.049426, (0.040487, 0.058368)),
        ("conversion", "Mens E-Mail", 0.007244, (0.004718, 0.009861)),
        ("conversion", "Womens E-Mail", 0.004992, (0.002615, 0.007441)),
        ("spend", "Mens E-Mail", 0.8278, (0.39613, 1.25947)),
        ("spend", "Womens E-Mail", 0.69481, (0.28313, 1.10649)),
    ],
)
def test_each_e_mail_has_the_published_effect(
    outcome: str, arm: str, difference: float, interval: tuple[float, float]
) -> None:
    """EVA-01."""
    if not HILLSTROM.exists():
        pytest.skip("no real data here")
    report = uplift_of_file(Silent(), HILLSTROM, treatment="segment", outcome=outcome)
    assert report.control == "No E-Mail"
    effect = next(each.effect for each in report.arms if each.group == arm)
    assert effect.difference == pytest.approx(difference, abs=6e-6)
    assert (effect.low, effect.high) == pytest.approx(interval, abs=6e-6)
    assert effect.verdict == "proved"


def test_groups_are_compared_with_care() -> None:
    if not HILLSTROM.exists():
        pytest.skip("no real data here")
    report = uplift_of_file(Silent(), HILLSTROM, treatment="segment", outcome="spend", by="history")
    assert len(report.groups) == 4
    assert all(each.adjusted >= each.effect.p for each in report.groups)
    assert report.groups_differ is not None and report.groups_differ > 0.05


def written(folder: Path, *lines: str) -> Path:
    path = folder / "campaign.csv"
    path.write_text("\n".join(lines), "utf-8")
    return path


def test_words_for_yes_and_no_are_understood(tmp_path: Path) -> None:
    rows = ["是,有"] * 30 + ["是,无"] * 70 + ["否,有"] * 10 + ["否,无"] * 90
    path = written(tmp_path, "触达,成交", *rows, "是,", ",有")
    report = uplift_of_file(Silent(), path, treatment="触达", outcome="成交")
    assert report.effect.treated.outcome == pytest.approx(0.3)
    assert report.effect.difference == pytest.approx(0.2)
    assert (report.control, report.missing) == ("否", 2)
    assert report.effect.verdict == "proved"
    assert report.arms == ()


def test_a_control_group_nobody_named_is_asked_for(tmp_path: Path) -> None:
    path = written(tmp_path, "arm,sold", *["a,1", "b,0", "a,0", "b,1"] * 3)
    with pytest.raises(TableProblem, match="a, b"):
        uplift_of_file(Silent(), path, treatment="arm", outcome="sold")
    named = uplift_of_file(Silent(), path, treatment="arm", outcome="sold", control="b")
    assert named.control == "b"


def test_an_outcome_that_is_a_word_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "arm,sold", "1,much", "0,little", "1,much", "0,0")
    with pytest.raises(TableProblem, match="much"):
        uplift_of_file(Silent(), path, treatment="arm", outcome="sold")


def test_without_a_control_group_nothing_is_compared(tmp_path: Path) -> None:
    path = written(tmp_path, "arm,sold", "1,1", "1,0", "0,", "0,1")
    with pytest.raises(TooLittleData):
        uplift_of_file(Silent(), path, treatment="arm", outcome="sold")


def test_a_column_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    path = written(tmp_path, "arm,sold", "1,1", "0,0")
    with pytest.raises(ColumnNotFound, match="sold"):
        uplift_of_file(Silent(), path, treatment="arm", outcome="bought")
