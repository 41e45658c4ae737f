"""Segments: RFM, clusters, saved segments; ``rfm`` and ``clusters`` are reports of everybody."""

from profiler_app.jobs.segments.reporting import ClusterReport, RfmReport, RfmRow, clusters, rfm

__all__ = ["ClusterReport", "RfmReport", "RfmRow", "clusters", "rfm"]
