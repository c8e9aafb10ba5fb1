"""The domain: pure and immutable, with no files, clocks or networks."""
