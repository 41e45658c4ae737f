"""Credit scorecards: monotone bins, weight of evidence, points, reasons, cut-offs."""
