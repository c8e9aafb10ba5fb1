"""Checks of the providers while the console is open: when they run, and what they found out."""
