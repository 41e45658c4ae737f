"""What customers say: judged, counted, listed, handed to product teams."""
