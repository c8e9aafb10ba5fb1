"""Everything that is wrong around a crew, each with how to fix it: `rsc doctor` and its screen."""
