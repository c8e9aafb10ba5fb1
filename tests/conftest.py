"""What every test shares."""

from hypothesis import settings

# A deadline measures the machine, not the code; two busy cores would fail it now and then.
settings.register_profile("rscrew", deadline=None)
settings.load_profile("rscrew")
