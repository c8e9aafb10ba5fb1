"""Strategies: whole crews assigned by rules. Pure, and told everything that they need to know."""
