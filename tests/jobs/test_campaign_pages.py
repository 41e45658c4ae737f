"""What the page of campaigns asks for: the list, one campaign, and what is done with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from profiler_app.analysis.campaigns.balance import (
    amount_difference,
    share_difference,
    stands_out,
)
from profiler_app.analysis.campaigns.effect import rate_effect
from profiler_app.domain.campaign_reports import CLOSED_SINCE
from profiler_app.domain.campaign_wording import comparison, figures, further, headline, points
from profiler_app.domain.dates import to_day
from profiler_app.domain.errors import CampaignProblem
from profiler_app.domain.export_reasons import ExportReason
from profiler_app.domain.progress import Silent
from profiler_app.domain.text import _
from profiler_app.jobs import campaign_keeping as keeping
from profiler_app.jobs.campaign_book import campaign_book
from profiler_app.jobs.campaign_drawing import split_rows
from profiler_app.jobs.campaign_export import export_members
from profiler_app.jobs.campaign_margins import (
    keep_campaign_margin,
    keep_usual_margin,
    own_margins,
)
from profiler_app.jobs.campaign_outcomes import window_of
from profiler_app.jobs.campaign_report import write_campaign_report
from profiler_app.jobs.campaign_results import campaign_result, record_outcomes
from profiler_app.jobs.campaign_targets import CampaignRequest, plan_campaign, save_campaign
from profiler_app.jobs.campaign_view import campaign_view
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.consenting import Answer
from profiler_app.jobs.lists import count
from profiler_app.jobs.purchases import read_purchases
from profiler_app.jobs.recording import Talk, log_contact, record_consent
from profiler_app.store.campaigns import read_campaigns, read_members
from profiler_app.store.undo import undo
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import TODAY

PAST = CampaignRequest(
    "Past",
    where="kind == 'person'",
    control_share=0.3,
    rest_days=3,
    starts_on=TODAY - timedelta(days=200),
    window_days=90,
    cost=100_00,
    cost_each=1_50,
    channel="phone",
)
CALLS = replace(PAST, name="Calls", starts_on=TODAY, window_days=30)


def drawn(workspace: Workspace, request: CampaignRequest) -> int:
    """Save a campaign and return its id."""
    save_campaign(Silent(), workspace, request, today=TODAY)
    return next(r.id for r in read_campaigns(workspace.connection) if r.name == request.name)


def test_a_campaign_goes_through_its_states(own_demo: Workspace) -> None:
    drawn(own_demo, PAST)
    drawn(own_demo, replace(CALLS, starts_on=TODAY + timedelta(days=9)))
    states = {}
    for days in (0, 10, 60):
        book = campaign_book(ColumnSource(own_demo), today=TODAY + timedelta(days=days))
        states[days] = [line.state for line in book]
    assert states == {0: ["planned", "over"], 10: ["running", "over"], 60: ["over", "over"]}


def test_only_a_campaign_that_is_over_has_a_verdict(own_demo: Workspace) -> None:
    drawn(own_demo, PAST)
    drawn(own_demo, CALLS)
    calls, past = campaign_book(ColumnSource(own_demo), today=TODAY)
    assert (calls.difference, calls.verdict) == (None, "")
    assert past.difference is not None and past.verdict


def test_the_reasons_and_the_groups_add_up_to_the_audience(own_demo: Workspace) -> None:
    """CMP-01."""
    view = campaign_view(ColumnSource(own_demo), drawn(own_demo, PAST), today=TODAY)
    rows = split_rows(view)
    assert rows[0].count == sum(row.count for row in rows[1:]) == view.total
    assert view.line.cost == 100_00 + 150 * view.line.treated


def test_who_is_under_18_is_left_out_by_that_reason(own_demo: Workspace) -> None:
    everybody = replace(PAST, where="", channel="")
    minors, _unknown = count(ColumnSource(own_demo), "has('age_lt18')")
    plan = plan_campaign(Silent(), own_demo, everybody, today=TODAY)
    assert 0 <= plan.suppressed["minor"] <= minors
    only = replace(everybody, where="has('age_lt18')")
    assert plan_campaign(Silent(), own_demo, only, today=TODAY).treated == 0


def test_who_has_no_address_gets_no_letter(demo: Workspace) -> None:
    letters = replace(PAST, channel="mail", where="kind == 'person' and isnull(address)")
    plan = plan_campaign(Silent(), demo, letters, today=TODAY)
    assert plan.treated == plan.control == 0
    assert plan.suppressed["unreachable"] > 0


def test_the_course_ends_at_the_rates_of_the_result(own_demo: Workspace) -> None:
    view = campaign_view(ColumnSource(own_demo), drawn(own_demo, PAST), today=TODAY)
    assert view.result is not None
    effect = view.result.conversion
    ends = [curve[-1].rate for curve in view.curves]
    assert ends == [effect.treated.outcome, effect.control.outcome]
    rates = [point.rate for point in view.curves[0]]
    assert rates == sorted(rates)


def test_intervals_of_groups_are_wider_for_being_several() -> None:
    """EVA-01."""
    alone, many = (rate_effect(120, 1000, 80, 1000, questions=n) for n in (1, 5))
    assert many.low < alone.low < alone.difference < alone.high < many.high
    assert (round(alone.low, 3), round(alone.high, 3)) == (0.014, 0.066)
    alone, many = (rate_effect(110, 1000, 80, 1000, questions=n) for n in (1, 5))
    assert (alone.verdict, many.verdict) == ("proved", "not_proved")


def test_groups_of_a_draw_are_alike() -> None:
    draw = np.random.default_rng(5)
    treated = draw.random(4000) < 0.8
    codes, amounts = draw.integers(0, 6, 4000), draw.gamma(2.0, 100.0, 4000)
    assert not stands_out(share_difference(codes, treated), 2)
    assert not stands_out(amount_difference(amounts, treated), 2)


def test_groups_chosen_by_hand_are_told_apart() -> None:
    draw = np.random.default_rng(5)
    amounts = draw.gamma(2.0, 100.0, 4000)
    treated = amounts > 150
    codes = (amounts > 200).astype(np.int64)
    assert stands_out(share_difference(codes, treated), 2)
    assert stands_out(amount_difference(amounts, treated), 2)


def test_a_contact_is_a_talk_and_keeps_the_next_campaign_away(own_demo: Workspace) -> None:
    """UPD-02: what came of a contact flows back."""
    number = drawn(own_demo, CALLS)
    member = next(m for m in read_members(own_demo.connection, number) if m.arm == "treat")
    day = TODAY + timedelta(days=1)
    operation = keeping.log_results(
        Silent(), own_demo, "Calls", [member.id], "refused", by="me", today=day
    )
    view = campaign_view(ColumnSource(own_demo), number, today=day)
    told = next(each for each in view.members if each.id == member.id)
    assert (told.result, told.contacted_on) == ("refused", day.isoformat())
    after = TODAY + timedelta(days=40)
    again = replace(CALLS, name="Again", rest_days=60, starts_on=after)
    plan = plan_campaign(Silent(), own_demo, again, today=after)
    undo(own_demo, operation)
    assert plan_campaign(Silent(), own_demo, again, today=after).suppressed["contacted"] == (
        plan.suppressed["contacted"] - 1
    )


def test_the_control_group_is_not_contacted(own_demo: Workspace) -> None:
    number = drawn(own_demo, CALLS)
    member = next(m for m in read_members(own_demo.connection, number) if m.arm == "control")
    with pytest.raises(CampaignProblem):
        keeping.log_results(Silent(), own_demo, "Calls", [member.id], "deal", by="me", today=TODAY)


def test_who_decided_what_is_kept(own_demo: Workspace) -> None:
    """EVA-02."""
    number = drawn(own_demo, PAST)
    operation = keeping.close_campaign(Silent(), own_demo, "Past", "stop", by="林")
    view = campaign_view(ColumnSource(own_demo), number, today=TODAY)
    assert view.closing is not None
    assert (view.line.state, view.closing.decision, view.closing.by) == ("closed", "stop", "林")
    undo(own_demo, operation)
    again = campaign_view(ColumnSource(own_demo), number, today=TODAY)
    assert (again.line.state, again.closing) == ("over", None)


def test_a_deleted_campaign_can_be_brought_back(own_demo: Workspace) -> None:
    number = drawn(own_demo, PAST)
    before = campaign_view(ColumnSource(own_demo), number, today=TODAY)
    operation = keeping.delete_campaign(Silent(), own_demo, "Past")
    assert campaign_book(ColumnSource(own_demo), today=TODAY) == ()
    with pytest.raises(CampaignProblem):
        campaign_view(ColumnSource(own_demo), number, today=TODAY)
    undo(own_demo, operation)
    assert campaign_view(ColumnSource(own_demo), number, today=TODAY) == before


def test_a_margin_tells_what_the_campaign_earned(own_demo: Workspace) -> None:
    number = drawn(own_demo, PAST)
    keep_usual_margin(Silent(), own_demo, 0.4)
    result = campaign_view(ColumnSource(own_demo), number, today=TODAY).result
    assert result is not None and result.value is not None and result.profit is not None
    n = result.conversion.treated.n
    assert result.cost is not None and result.break_even is not None
    assert result.profit[0] == pytest.approx(result.value.difference * n * 0.4 - result.cost)
    per_buyer = result.value.treated.outcome / result.conversion.treated.outcome
    assert result.break_even * n * per_buyer * 0.4 == pytest.approx(result.cost)
    with pytest.raises(CampaignProblem):
        keep_usual_margin(Silent(), own_demo, 1.5)


def test_a_campaign_with_its_own_margin_is_reckoned_with_it_until_that_is_undone(
    own_demo: Workspace,
) -> None:
    """CMP-01, EVA-01: the money of the verdict."""
    number = drawn(own_demo, PAST)
    keep_usual_margin(Silent(), own_demo, 0.4)
    kept = keep_campaign_margin(Silent(), own_demo, "Past", 0.2)
    view = campaign_view(ColumnSource(own_demo), number, today=TODAY)
    assert (view.margin, view.own_margin) == (0.2, 0.2)
    told = campaign_result(Silent(), own_demo, "Past", today=TODAY)
    assert view.result is not None and told.profit == view.result.profit
    assert campaign_result(Silent(), own_demo, "Past", today=TODAY, margin=0.4).margin == 0.4
    undo(own_demo, kept)
    assert campaign_result(Silent(), own_demo, "Past", today=TODAY).margin == 0.4


def test_what_each_spent_and_who_bought_again_is_compared_with_the_control_group(
    own_demo: Workspace,
) -> None:
    """EVA-01: revenue and repurchase beside conversion."""
    number = drawn(own_demo, PAST)
    row = read_campaigns(own_demo.connection)[0]
    result = campaign_view(ColumnSource(own_demo), number, today=TODAY).result
    assert result is not None and result.again is not None and result.value is not None
    days: dict[int, set[int]] = {}
    first, last = (to_day(day.isoformat()) for day in window_of(row))
    bought = read_purchases(Silent(), own_demo.connection)
    for customer, day in zip(bought.customer.tolist(), bought.day.tolist(), strict=True):
        if first <= day <= last:
            days.setdefault(customer, set()).add(day)
    treated = [m.customer for m in read_members(own_demo.connection, number) if m.arm == "treat"]
    again = sum(len(days.get(customer, ())) > 1 for customer in treated)
    assert again and result.again.treated.outcome == pytest.approx(again / len(treated))
    spent, repeated = further(result, "CNY")[:2]
    assert points(result.again.low) in repeated and "¥" in spent


def test_a_margin_said_while_planning_goes_and_comes_with_the_campaign(
    own_demo: Workspace,
) -> None:
    drawn(own_demo, replace(PAST, margin=0.25))
    gone = keeping.delete_campaign(Silent(), own_demo, "Past")
    assert own_margins(own_demo.connection) == {}
    undo(own_demo, gone)
    assert own_margins(own_demo.connection) == {"Past": 0.25}


def test_members_are_kept_as_a_segment_of_just_them(own_demo: Workspace) -> None:
    number = drawn(own_demo, PAST)
    members = read_members(own_demo.connection, number)
    customers = [member.customer for member in members if member.arm == "control"]
    keeping.keep_members(Silent(), own_demo, "Past", customers, "Control of Past", today=TODAY)
    found, _unknown = count(ColumnSource(own_demo), "in_segment('Control of Past')")
    assert found == len(customers)
    request = replace(CALLS, where="", segment="Control of Past")
    plan = plan_campaign(Silent(), own_demo, request, today=TODAY)
    assert plan.audience == len(customers)


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_a_list_that_was_taken_out_comes_back_filled_in(
    own_demo: Workspace, tmp_path: Path, name: str
) -> None:
    number = drawn(own_demo, CALLS)
    reason = ExportReason("contact", "me", TODAY)
    both = ("treat", "control")
    n = export_members(Silent(), own_demo, "Calls", both, tmp_path / name, reason=reason)
    view = campaign_view(ColumnSource(own_demo), number, today=TODAY)
    assert n == view.line.treated + view.line.control
    found = record_outcomes(Silent(), own_demo, "Calls", tmp_path / name, today=TODAY)
    assert (found.recorded, found.strangers, found.one_sided) == (n, 0, False)
    assert found.conversion.treated.outcome == 0


@pytest.mark.promise(22)
def test_whoever_withdraws_is_off_the_list_of_a_running_campaign_at_once_prv_01(
    own_demo: Workspace, tmp_path: Path
) -> None:
    number = drawn(own_demo, CALLS)
    treated = [row for row in read_members(own_demo.connection, number) if row.waits]
    answer = Answer(("phone_marketing",), "withdrawn", "phone", TODAY)
    record_consent(Silent(), own_demo, treated[0].customer, answer)
    view = campaign_view(ColumnSource(own_demo), number, today=TODAY)
    (gone,) = [row for row in view.members if row.customer == treated[0].customer]
    assert gone.reason == _(CLOSED_SINCE)
    reason = ExportReason("contact", "me", TODAY)
    path = tmp_path / "calls.csv"
    assert export_members(Silent(), own_demo, "Calls", ("treat",), path, reason=reason) == (
        len(treated) - 1
    )


def test_a_campaign_that_has_not_begun_has_no_result(own_demo: Workspace) -> None:
    number = drawn(own_demo, replace(CALLS, starts_on=date(2027, 1, 1)))
    view = campaign_view(ColumnSource(own_demo), number, today=TODAY)
    assert view.result is None and view.problem
    assert view.curves == ((), ())


def test_the_report_is_a_page_and_a_workbook(own_demo: Workspace, tmp_path: Path) -> None:
    """EVA-01: the verdict and its interval stand in both."""
    from openpyxl import load_workbook
    from pypdf import PdfReader

    number = drawn(own_demo, PAST)
    view = campaign_view(ColumnSource(own_demo), number, today=TODAY)
    for name in ("report.pdf", "report.xlsx"):
        write_campaign_report(Silent(), own_demo, "Past", tmp_path / name, today=TODAY)
    page = PdfReader(tmp_path / "report.pdf").pages[0].extract_text()
    book = load_workbook(tmp_path / "report.xlsx")
    cells = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row]
    assert headline(view) in page and headline(view) in cells
    assert view.result is not None and comparison(view.result) in cells
    assert [row[1].value for row in book.worksheets[1].iter_rows(min_row=2)] == [
        row.count for row in split_rows(view)
    ]
    last = [cell.value for cell in [*book.worksheets[-1].iter_rows()][-1]]
    rates = (view.result.conversion.treated.outcome, view.result.conversion.control.outcome)
    assert [last[1], last[4]] == pytest.approx([100 * rate for rate in rates], abs=0.01)
    assert not any(str(cell).startswith("'") for cell in cells)


def test_a_gain_that_may_be_a_loss_is_no_return(own_demo: Workspace) -> None:
    number = drawn(own_demo, PAST)
    keep_usual_margin(Silent(), own_demo, 0.4)
    view = campaign_view(ColumnSource(own_demo), number, today=TODAY)
    assert view.result is not None and not view.result.is_earned
    _difference, _extra, margin, back = figures(view, "CNY")
    assert "…" in margin[2] and back[1] == "—"


def test_a_contact_logged_on_the_card_keeps_the_next_campaign_away(own_demo: Workspace) -> None:
    _plan, targets = save_campaign(Silent(), own_demo, CALLS, today=TODAY)
    after = TODAY + timedelta(days=40)
    again = replace(CALLS, name="Again", rest_days=60, starts_on=after)
    before = plan_campaign(Silent(), own_demo, again, today=after).suppressed["contacted"]
    talk = Talk("reached", channel="phone", day=TODAY + timedelta(days=1))
    log_contact(Silent(), own_demo, int(targets[0]), talk, by="me", today=after)
    plan = plan_campaign(Silent(), own_demo, again, today=after)
    assert plan.suppressed["contacted"] == before + 1


@pytest.mark.parametrize("by", ["stage", "spend", "province", "gender"])
def test_the_effect_can_be_looked_at_by_what_was_there_before(own_demo: Workspace, by: str) -> None:
    """EVA-01: with care for the number of groups."""
    number = drawn(own_demo, PAST)
    view = campaign_view(ColumnSource(own_demo), number, today=TODAY, by=by)
    assert 2 <= len(view.groups) <= 6
    sizes = [each.effect.treated.n + each.effect.control.n for each in view.groups]
    assert sizes == sorted(sizes, reverse=True)
    assert sum(sizes) <= view.line.treated + view.line.control
    assert all(each.adjusted >= each.effect.p for each in view.groups)
