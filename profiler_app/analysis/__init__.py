"""Numbers in, numbers out: features, RFM, clusters, rule evaluation."""
