"""Labels given in the window teach a model of one's own, and its accuracy is told."""

from __future__ import annotations

from random import Random

from profiler_app.jobs.feedback.judging import judge_feedback, judged_run
from profiler_app.store.ledger import operation
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import TODAY, Silent, create

_GOOD = ["小哥笑得甜", "师傅手脚麻利", "汤是滚烫的", "包得严严实实", "每回都准点到"]
_BAD = ["小哥甩脸子", "汤洒了一路", "米饭像石子", "筷子都没给", "敲门敲得震天响"]


def test_enough_labels_teach_the_users_own_model(empty: Workspace) -> None:
    """FBK-01: a model of the user's labels, used because it is better, its accuracy told."""
    rng = Random(3)
    who = create(empty)
    with operation(empty, "feedback", {"number": "TEST"}) as opened:
        for number in range(330):
            words = "、".join(rng.sample(_GOOD if number % 2 else _BAD, 2))
            label = "positive" if number % 2 else "negative"
            cells = {"customer_id": who, "day": 20_000, "kind": "review", "status": "closed"}
            told = {"text": f"第{number}单{words}", "sentiment_label": label}
            opened.insert_one("feedback", {**cells, **told})
    report = judge_feedback(Silent(), empty, today=TODAY)
    assert report.method == "learned" and report.labelled == 330
    assert report.learned is not None and report.lexicon is not None
    assert report.learned > report.lexicon + 0.03
    run = judged_run(empty)
    assert run.report == report
