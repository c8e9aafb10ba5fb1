"""Readers of the sections of this product: settings, costs, budgets, alerts, health, calling.

RSCrew's file holds them; for files that cannot, `rscrew.yaml` beside them does.
"""
