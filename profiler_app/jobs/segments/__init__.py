"""Segments: reports over everybody, the RFM page, clusters, saved segments, the market."""
