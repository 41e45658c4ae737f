"""What the runs of models say, as reports for the window and for paper: a page for each."""
