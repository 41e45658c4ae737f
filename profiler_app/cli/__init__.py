"""The command line over the jobs."""
