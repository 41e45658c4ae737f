"""Campaigns: whom we treated, and whether it worked."""

from profiler_app.ui.pages.campaigns.page import CampaignsPage

__all__ = ["CampaignsPage"]
