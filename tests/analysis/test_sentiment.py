"""How feedback sounds: the lexicon of both languages, and what is learned from labelled texts."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from profiler_app.analysis.sentiment import judge
from profiler_app.analysis.sentiment_learning import accuracies, learn


def test_every_vector_of_the_lexicon_holds(shared: Path) -> None:
    """FBK-01: sentiment vectors."""
    vectors = json.loads((shared / "vectors" / "sentiment.json").read_text(encoding="utf-8"))
    for vector in vectors["vectors"]:
        found = judge(vector["text"])
        assert found.score == (
            None if vector["score"] is None else pytest.approx(vector["score"], abs=1e-9)
        ), vector
        assert sorted(found.topics) == sorted(vector["topics"]), vector


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("The staff was very friendly and quick", "positive"),
        ("not helpful at all", "negative"),
        ("I don't like it", "negative"),
        ("I went to the branch today", "unknown"),
        ("Great product, but the delivery was late", "negative"),
    ],
)
def test_english_is_judged_too(text: str, mood: str) -> None:
    """FBK-01."""
    assert judge(text).mood == mood


def test_a_judgement_shows_the_words_that_decided() -> None:
    assert judge("不是很满意").evidence == ("不是很满意",)


def test_nothing_is_told_of_an_empty_text() -> None:
    found = judge("")
    assert (found.mood, found.score, found.evidence) == ("unknown", None, ())


def test_five_folds_of_reviews_are_judged_right_in_at_least_895_of_1000(shared: Path) -> None:
    """FBK-01: real reviews (waimai_10k), every text once."""
    path = shared / "data" / "zh_text" / "waimai_10k.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
        verdicts = {row["review"].strip(): row["label"] == "1" for row in csv.DictReader(file)}
    texts, good = list(verdicts), np.array(list(verdicts.values()))
    assert len(texts) > 11_000
    each = accuracies(texts, good, folds=5, seed=7)
    assert len(each) == 5
    assert float(np.mean(each)) >= 0.895


def test_learned_judgements_name_groups_of_characters() -> None:
    texts = ["送餐太慢菜都凉了", "味道很好下次还来"] * 20
    learned = learn(texts, np.array([False, True] * 20))
    found = learned.judge("味道很好")
    assert (found.mood, found.method) == ("positive", "learned")
    assert all(group in "味道很好" for group in found.evidence) and found.evidence
