"""Charts, the one-page card and workbooks, without widgets."""
