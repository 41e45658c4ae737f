"""Quality of the data: measuring it, mending it, recording how it develops."""
