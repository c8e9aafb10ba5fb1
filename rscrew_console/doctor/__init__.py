"""Everything that is wrong around a crew, each with what mends it: `rsc doctor` and its screen."""
