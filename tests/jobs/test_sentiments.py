"""Feedback is judged by the lexicon until the user's own labels teach something better."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from profiler_app.domain.sentiment import NotLabelled
from profiler_app.jobs.sentiments import judge_text, read_labelled, sentiment_report
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import Silent

_PLACES = ["城东店", "城西店", "滨江店", "网上店", "学校店", "车站店", "机场店"]
_GOOD = ["小哥笑得甜", "师傅手脚麻利", "汤是滚烫的", "包得严严实实", "每回都准点到"]
_BAD = ["小哥甩脸子", "汤洒了一路", "米饭像石子", "筷子都没给", "敲门敲得震天响"]


def _labelled(path: Path, count: int) -> Path:
    rng = Random(3)
    lines = ["text,label"]
    for number in range(count):
        words = rng.sample(_GOOD if number % 2 else _BAD, 2)
        lines.append(f"{rng.choice(_PLACES)}第{number}单{'、'.join(words)},{number % 2}")
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_with_few_labels_learning_is_refused_and_says_what_is_missing(demo: Workspace) -> None:
    """FBK-01: the refusal is shown."""
    report = sentiment_report(Silent(), demo)
    assert (report.method, report.learned) == ("lexicon", None)
    assert "300" in report.refusal and str(report.labelled) in report.refusal
    assert report.moods and sum(report.moods.values()) > 0


def test_enough_labels_teach_what_the_lexicon_does_not_know(
    demo: Workspace, tmp_path: Path
) -> None:
    """FBK-01: trained from the user's own labelled feedback."""
    path = _labelled(tmp_path / "labels.csv", 400)
    report = sentiment_report(Silent(), demo, labelled=path)
    assert report.method == "learned" and report.refusal == ""
    assert report.learned is not None and report.lexicon is not None
    assert report.learned > report.lexicon + 0.03
    assert judge_text(Silent(), demo, "小哥甩脸子", labelled=path).mood == "negative"


def test_labels_the_lexicon_knows_as_well_leave_it_in_force(
    demo: Workspace, tmp_path: Path
) -> None:
    lines = ["text,label"]
    for number in range(400):
        lines.append(f"第{number}单{'满意' if number % 2 else '失望'},{number % 2}")
    (tmp_path / "labels.csv").write_text("\n".join(lines), encoding="utf-8")
    report = sentiment_report(Silent(), demo, labelled=tmp_path / "labels.csv")
    assert report.method == "lexicon" and report.learned is not None
    assert "3%" in report.refusal


def test_a_text_counts_once_however_often_it_was_said(demo: Workspace, tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_text("text,label\n" + "很好,1\n" * 500, encoding="utf-8")
    alone = sentiment_report(Silent(), demo).labelled
    assert sentiment_report(Silent(), demo, labelled=tmp_path / "labels.csv").labelled == alone + 1


def test_a_file_without_the_columns_says_which_are_needed(tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(NotLabelled, match="label"):
        read_labelled(tmp_path / "labels.csv")
