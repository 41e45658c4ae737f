"""Channel advice and effort from the facts of a workspace."""

from __future__ import annotations

import numpy as np
import pytest

from profiler_app.domain.effort import Capacity
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.history import undo_operation
from profiler_app.jobs.segments.channels import channel_advice, channel_mix
from profiler_app.jobs.segments.effort import effort_matrix, save_capacity, saved_capacity
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import Silent


@pytest.fixture
def source(own_demo: Workspace) -> ColumnSource:
    return ColumnSource(own_demo)


def test_the_advice_for_a_group_is_that_for_each_of_its_members_str_02(
    source: ColumnSource,
) -> None:
    ids = source.ids()
    members = np.arange(len(ids)) < 60
    mix = channel_mix(source, members)
    alone = [channel_advice(source, int(customer)) for customer in ids[members]]
    shares = {each.channel: each.customers for each in mix.shares}
    told = [each.channel for each in alone if each.channel]
    assert shares == {channel: told.count(channel) for channel in set(told)}
    assert mix.not_to == sum(each.because == "not_to" for each in alone)
    assert mix.members == mix.not_to + mix.unknown + sum(shares.values()) == 60
    assert all(sum(n for _why, n in each.because) == each.customers for each in mix.shares)


def test_who_must_not_be_contacted_is_advised_no_channel_str_02(source: ColumnSource) -> None:
    held = source.tags(["no_marketing", "no_contact_corp"])
    closed = held["no_marketing"].true | held["no_contact_corp"].true
    assert closed.any()
    mix = channel_mix(source, closed)
    assert (mix.not_to, mix.shares) == (int(closed.sum()), ())


def test_effort_is_counted_over_everybody_on_a_tier_str_03(source: ColumnSource) -> None:
    matrix = effort_matrix(source)
    columns = source.columns(["interactions_12m", "contribution_12m"])
    for tier in matrix.tiers:
        inside = source.tags([tier.tag])[tier.tag].true
        assert tier.customers == int(inside.sum())
        contacts = columns["interactions_12m"]
        assert tier.contacts == int(contacts.values[inside & contacts.known].sum())
    assert len(matrix.tiers) > 3


def test_a_capacity_is_kept_fits_the_proposal_and_can_be_undone_str_03(
    own_demo: Workspace, source: ColumnSource
) -> None:
    wished = effort_matrix(source).planned
    capacity = Capacity(1, max(wished // 24, 1))
    kept = save_capacity(Silent(), own_demo, capacity)
    found = effort_matrix(source)
    assert found.capacity == capacity
    assert found.planned <= capacity.a_year < wished
    undo_operation(Silent(), own_demo, kept)
    assert saved_capacity(own_demo.connection) is None
