"""Work beside the screen: health checks, prices, the ledger. No key waits for any of it."""
