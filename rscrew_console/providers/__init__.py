"""Providers outside the file: what kinds there are, and whether their keys are set."""
