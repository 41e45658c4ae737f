"""Tags of the workspace: created, copied, changed and retired, with a way back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from profiler_app.domain.errors import RuleProblem
from profiler_app.domain.rules import parse
from profiler_app.domain.tags import built_in_tags, known_tags, use_own_tags
from profiler_app.jobs.cards.reasons import explain_tag
from profiler_app.jobs.cards.subject import read_subject
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.history import undo_operation
from profiler_app.jobs.judging import judge
from profiler_app.jobs.lists import count
from profiler_app.jobs.own_tags import define_tag, load_own_tags, retire_tag, why_refused
from profiler_app.jobs.refreshing import refresh
from profiler_app.jobs.segments.saved import all_segments, delete_segment, save_segment
from profiler_app.jobs.segments.sets import keep_segment
from profiler_app.jobs.tag_detail import tag_detail
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import TODAY, Silent


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    yield
    use_own_tags({})


def holders(workspace: Workspace, tag: str) -> int:
    refresh(Silent(), workspace, as_of=TODAY)
    return count(ColumnSource(workspace), f"has('{tag}')")[0]


def test_a_created_tag_is_carried_by_whom_its_rule_holds_for_tag_02(own_demo: Workspace) -> None:
    rule = "monetary_12m >= 5000 and gender == '女'"
    define_tag(Silent(), own_demo, "big_women", names={"zh": "大客户女士"}, rule=rule)
    carried = holders(own_demo, "big_women")
    source = ColumnSource(own_demo)
    allowed = "not coalesce(has('no_profiling'), false) and kind == 'person'"
    assert carried == count(source, f"({rule}) and {allowed}")[0] > 0


def test_its_evidence_names_real_values_tag_01(own_demo: Workspace) -> None:
    define_tag(Silent(), own_demo, "often", names={"zh": "常客"}, rule="freq_12m >= 2")
    refresh(Silent(), own_demo, as_of=TODAY)
    source = ColumnSource(own_demo)
    has = source.tags(["often"])["often"].true
    customer = int(source.ids()[has.argmax()])
    subject = read_subject(own_demo, customer, as_of=TODAY)
    why = explain_tag(subject, known_tags()["often"])
    assert (why.verdict, why.label) == ("yes", "常客")
    assert why.evidence == f"近一年购买次数{subject.value('freq_12m')}"


def test_a_changed_parameter_is_a_new_version_and_undo_brings_the_old_one_back(
    own_demo: Workspace,
) -> None:
    before = holders(own_demo, "big_ticket")
    (name,) = known_tags()["big_ticket"].parameters
    changed = define_tag(Silent(), own_demo, "big_ticket", parameters={name: "1"})
    assert known_tags()["big_ticket"].parameters == {name: 100}
    assert known_tags()["big_ticket"].version == 2
    assert holders(own_demo, "big_ticket") > before
    undo_operation(Silent(), own_demo, changed)
    assert known_tags() == built_in_tags()
    assert holders(own_demo, "big_ticket") == before


def test_a_copy_stands_beside_the_tag_it_was_made_of(own_demo: Workspace) -> None:
    define_tag(Silent(), own_demo, "repeat_too", names={"zh": "复购二"}, copy_of="repeat_buyer")
    assert holders(own_demo, "repeat_too") == holders(own_demo, "repeat_buyer") > 0


def test_nobody_carries_a_retired_tag_and_its_definition_stays(own_demo: Workspace) -> None:
    assert holders(own_demo, "repeat_buyer") > 0
    retire_tag(Silent(), own_demo, "repeat_buyer")
    assert holders(own_demo, "repeat_buyer") == 0
    assert known_tags()["repeat_buyer"].rule == built_in_tags()["repeat_buyer"].rule


def test_a_tag_another_one_asks_for_is_not_retired(own_demo: Workspace) -> None:
    with pytest.raises(RuleProblem):
        retire_tag(Silent(), own_demo, "vt_vip")


@pytest.mark.parametrize(
    "words",
    [
        {"tag": "Bad Id", "names": {"zh": "x"}, "rule": "age > 1"},
        {"tag": "nameless", "rule": "age > 1"},
        {"tag": "broken", "names": {"zh": "x"}, "rule": "age >"},
        {"tag": "events", "names": {"zh": "x"}, "rule": "in_segment('x')"},
        {"tag": "vt_vip", "copy_of": "vt_high"},
        {"tag": "vt_vip", "parameters": {"nothing": "1"}},
        {"tag": "vt_vip", "rule": "has('high_value')"},
        {"tag": "no_profiling", "rule": "age > 1"},
        {"tag": "grouped", "names": {"zh": "x"}, "group": "nowhere"},
    ],
)
def test_what_is_no_definition_is_refused(own_demo: Workspace, words: dict[str, object]) -> None:
    with pytest.raises(RuleProblem):
        define_tag(Silent(), own_demo, **words)  # type: ignore[arg-type]
    load_own_tags(own_demo)
    assert known_tags() == built_in_tags()


@pytest.mark.parametrize(
    "rule",
    [
        "count(purchases, 90) >= 2",
        "sum(purchases.amount, 365) > 1000 and gender == 'F'",
        "days_since(contacts) > 30 or then_not(purchases, contacts, 30)",
        "relation_since < today - 365",
    ],
)
def test_the_rule_of_a_tag_may_ask_for_events_and_the_day(own_demo: Workspace, rule: str) -> None:
    define_tag(Silent(), own_demo, "eventful", names={"zh": "行为"}, rule=rule)
    refresh(Silent(), own_demo, as_of=TODAY)
    source = ColumnSource(own_demo)
    verdict = judge(source, parse(rule, tags=known_tags()))
    hidden = source.tags(["no_profiling"])["no_profiling"].true
    kept = verdict.true & ~hidden
    assert kept.sum() > 0
    assert (source.tags(["eventful"])["eventful"].true == kept).all()


def test_the_card_gives_the_same_verdict_on_events_as_the_run(own_demo: Workspace) -> None:
    rule = "count(purchases, 365) >= 3"
    define_tag(Silent(), own_demo, "eventful", names={"zh": "行为"}, rule=rule)
    refresh(Silent(), own_demo, as_of=TODAY)
    source = ColumnSource(own_demo)
    held = source.tags(["eventful"])["eventful"].true
    for place in range(0, len(held), 12):
        why = explain_tag(
            read_subject(own_demo, int(source.ids()[place]), as_of=TODAY), known_tags()["eventful"]
        )
        assert (why.verdict == "yes") == bool(held[place])
        if why.verdict == "yes":
            assert why.evidence


# -- rules that ask for segments


def _segment(workspace: Workspace, name: str, rule: str, number: int | None = None) -> int:
    save_segment(Silent(), workspace, number, name, rule)
    return next(row.id for row, _kind in all_segments(workspace.connection) if row.name == name)


def test_a_tag_is_carried_by_whom_the_segment_it_asks_for_holds(own_demo: Workspace) -> None:
    _segment(own_demo, "大额", "monetary_12m >= 5000")
    define_tag(
        Silent(),
        own_demo,
        "in_big",
        names={"zh": "大额女"},
        rule="in_segment('大额') and gender == 'F'",
    )
    allowed = "not coalesce(has('no_profiling'), false)"
    wanted = f"monetary_12m >= 5000 and gender == 'F' and {allowed}"
    assert holders(own_demo, "in_big") == count(ColumnSource(own_demo), wanted)[0] > 0
    assert tag_detail(own_demo, "in_big").rule == "in_segment('大额') and gender == 'F'"


def test_a_changed_segment_changes_the_tag_and_a_renamed_one_is_followed(
    own_demo: Workspace,
) -> None:
    number = _segment(own_demo, "大额", "monetary_12m >= 5000")
    define_tag(Silent(), own_demo, "in_big", names={"zh": "大"}, rule="in_segment('大额')")
    before = holders(own_demo, "in_big")
    _segment(own_demo, "很大", "monetary_12m >= 20000", number)
    assert 0 < holders(own_demo, "in_big") < before
    assert tag_detail(own_demo, "in_big").rule == "in_segment('很大')"


def test_a_circle_of_tags_and_segments_is_refused_with_its_path(own_demo: Workspace) -> None:
    define_tag(Silent(), own_demo, "first", names={"zh": "甲标签"}, rule="age >= 30")
    number = _segment(own_demo, "乙群", "has('first')")
    with pytest.raises(RuleProblem, match="甲标签 → 乙群 → 甲标签"):
        define_tag(Silent(), own_demo, "first", rule="in_segment('乙群')")
    define_tag(Silent(), own_demo, "second", names={"zh": "丙标签"}, rule="in_segment('乙群')")
    with pytest.raises(RuleProblem, match="乙群 → 丙标签 → 乙群"):
        save_segment(Silent(), own_demo, number, "乙群", "has('second')")
    with pytest.raises(RuleProblem, match="甲标签 → 甲标签"):
        define_tag(Silent(), own_demo, "first", rule="has('first')")


def test_a_segment_a_tag_asks_for_cannot_be_deleted(own_demo: Workspace) -> None:
    number = _segment(own_demo, "大额", "monetary_12m >= 5000")
    define_tag(Silent(), own_demo, "in_big", names={"zh": "大标签"}, rule="in_segment('大额')")
    with pytest.raises(RuleProblem, match="大标签"):
        delete_segment(Silent(), own_demo, number, "大额")


def test_what_is_computed_after_the_tags_and_snapshots_are_refused(own_demo: Workspace) -> None:
    keep_segment(Silent(), own_demo, "旧", "age >= 30", static=True)
    for rule in ("in_segment('旧')", "dq_score >= 50", "in_segment('没有')"):
        assert why_refused(own_demo, "", rule)
        with pytest.raises(RuleProblem):
            define_tag(Silent(), own_demo, "never", names={"zh": "无"}, rule=rule)
    assert why_refused(own_demo, "", "age >= 30") == ""
