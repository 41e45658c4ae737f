"""Foretelling a yes or no: fields screened, a model chosen by trial, calibrated, explained."""
