"""What every test shares."""

from hypothesis import settings

# The same examples on every run, so that a red test is always about the change at hand. Random
# ones, and more of them: make test ARGS="--hypothesis-profile=search"
# No deadline: it would measure the machine, not the code.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None, max_examples=1000)
settings.load_profile("same")
