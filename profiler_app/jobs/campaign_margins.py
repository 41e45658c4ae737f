"""What share of the sales is earned: one for the workspace, and where it differs one a campaign.

The margin of a campaign is a choice of people, kept as such (``store.segments``) under the name of
the campaign, so that setting it is an operation that can be undone.
"""

from __future__ import annotations

import json

from profiler_app.domain.errors import CampaignProblem
from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_, _
from profiler_app.store.campaigns import read_campaigns
from profiler_app.store.connect import Connection
from profiler_app.store.ledger import Operation, operation
from profiler_app.store.segments import SegmentRow, read_segments
from profiler_app.store.workspace import Workspace

KIND = "campaign_margin"
_SETTING = "campaign_margin"
"""The setting with the margin of the workspace."""


def usual_margin(workspace: Workspace) -> float | None:
    """Return the margin of the workspace, None where nobody said."""
    found: float | None = workspace.setting(_SETTING)
    return found


def own_margins(connection: Connection) -> dict[str, float]:
    """Return the margins of campaigns that have one of their own, by name."""
    return {row.name: float(json.loads(row.rule)) for row in read_segments(connection, KIND)}


def margin_of(workspace: Workspace, name: str) -> float | None:
    """Return the margin a campaign is reckoned with: its own, else that of the workspace."""
    own = own_margins(workspace.connection).get(name)
    return usual_margin(workspace) if own is None else own


def keep_usual_margin(progress: Progress, workspace: Workspace, margin: float | None) -> None:
    """Keep the margin of all campaigns that have none of their own."""
    progress.step(0.0, N_("Saving"))
    check_margin(margin)
    with workspace.writing():
        workspace.put_setting(_SETTING, margin)


def keep_campaign_margin(
    progress: Progress, workspace: Workspace, name: str, margin: float | None
) -> int:
    """Keep the margin of one campaign (None: that of the workspace again) as one operation.

    Raises CampaignProblem.
    """
    progress.step(0.0, N_("Saving"))
    check_margin(margin)
    if all(row.name != name for row in read_campaigns(workspace.connection)):
        raise CampaignProblem(reason=_("the campaign is gone."))
    kind = KIND if margin is not None else f"{KIND}_removed"
    facts = {"name": name, "margin": None if margin is None else f"{100 * margin:g}"}
    row = _row_of(workspace.connection, name)
    with operation(workspace, kind, facts) as opened:
        if margin is None:
            opened.delete("segment", [] if row is None else [row.id])
        elif row is not None:
            opened.update("segment", row.id, {"rule": json.dumps(margin)})
        else:
            add_margin(opened, name, margin)
    return opened.id


def add_margin(opened: Operation, name: str, margin: float) -> None:
    """Write the margin of a campaign that has none yet."""
    opened.insert_one("segment", {
        "key": f"{KIND} {name}", "name": name, "kind": KIND, "rule": json.dumps(margin),
        "status": "active",
    })  # fmt: skip


def drop_margin(opened: Operation, connection: Connection, name: str) -> None:
    """Take the margin of a campaign away with it."""
    row = _row_of(connection, name)
    opened.delete("segment", [] if row is None else [row.id])


def check_margin(margin: float | None) -> None:
    """Raise CampaignProblem where a margin is no share of the sales."""
    if margin is not None and not 0 < margin <= 1:
        raise CampaignProblem(reason=_("the margin is a share of the sales, up to 100 %."))


def _row_of(connection: Connection, name: str) -> SegmentRow | None:
    return next((row for row in read_segments(connection, KIND) if row.name == name), None)
