"""RFM by other schemes on the page: groups that add up, rules that open exactly their customers."""

from __future__ import annotations

import pytest

from profiler_app.domain.errors import RfmProblem, TooLittleData
from profiler_app.domain.models import RFM_GROUPS
from profiler_app.domain.rfm_schemes import SchemeAsked
from profiler_app.domain.segmentation import RfmEdges, group_label
from profiler_app.domain.tags import known_tags
from profiler_app.domain.text import in_language
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.lists import count
from profiler_app.jobs.segments.overview import rfm_overview
from profiler_app.jobs.segments.schemes import scheme_job, scheme_view
from profiler_app.jobs.segments.scoring import rfm
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import TODAY, Silent

TYPED = RfmEdges((30, 60, 180), (1, 3, 6), (100_000, 500_000, 2_000_000))
ALL = [
    SchemeAsked("eleven"),
    SchemeAsked("weighted", weights=(2, 1, 1.5)),
    SchemeAsked("weighted", weights=(1, 0, 2), bounds=(12, 9, 5)),
    SchemeAsked("fixed", 8, TYPED),
    SchemeAsked("fixed", 11, TYPED),
    SchemeAsked("quantile", 8),
    SchemeAsked("quantile", 11),
]


@pytest.mark.parametrize("asked", ALL, ids=lambda each: f"{each.scheme}-{each.names}")
def test_every_group_opens_exactly_its_customers_seg_01(
    demo: Workspace, asked: SchemeAsked
) -> None:
    source = ColumnSource(demo)
    view = scheme_view(demo, source, asked)
    assert sum(group.customers for group in view.groups) == view.scored > 0
    assert sum(group.share for group in view.groups) == pytest.approx(1)
    for group in view.groups:
        assert count(source, group.rule)[0] == group.customers, group.rule


def test_quantiles_leave_out_who_did_not_allow_profiling(demo: Workspace) -> None:
    view = scheme_job(Silent(), demo, SchemeAsked("quantile", 11))
    report = rfm(Silent(), demo, as_of=TODAY, scheme="quantile")
    everybody = rfm_overview(demo, ColumnSource(demo))
    assert view.ties == report.ties == "above"
    assert view.scored == everybody.scored <= len(report.rows)


def test_points_begin_where_they_are_typed(demo: Workspace) -> None:
    view = scheme_view(
        demo, ColumnSource(demo), SchemeAsked("weighted", weights=(1, 1, 1), bounds=(12, 8))
    )
    assert view.bounds == (12, 8)
    assert len(view.groups) == 3
    assert view.groups[0].mean_minor > view.groups[2].mean_minor


@pytest.mark.parametrize(
    "asked",
    [
        SchemeAsked("weighted", weights=(0, 0, 0)),
        SchemeAsked("weighted", bounds=(5, 9)),
        SchemeAsked("fixed", 8, RfmEdges((30,), (1, 2), (5,))),
    ],
)
def test_edges_and_weights_that_are_no_good_are_refused(
    demo: Workspace, asked: SchemeAsked
) -> None:
    with pytest.raises(RfmProblem):
        scheme_view(demo, ColumnSource(demo), asked)


def test_nobody_who_bought_is_told(empty: Workspace) -> None:
    with pytest.raises(TooLittleData):
        scheme_view(empty, ColumnSource(empty), SchemeAsked("eleven"))


def test_groups_are_called_like_their_tags() -> None:
    for group in RFM_GROUPS:
        with in_language("en"):
            assert group_label(group) == known_tags()[f"rfm_{group}"].label
        with in_language("zh"):
            assert f"{group_label(group)}客户" == known_tags()[f"rfm_{group}"].label
