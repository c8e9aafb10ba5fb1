"""One call from its first attempt to its answer: pure steps, carried out by whoever drives them."""
