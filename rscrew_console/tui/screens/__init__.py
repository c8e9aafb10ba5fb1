"""The screens: each lays out widgets and passes what happens on to commands."""
