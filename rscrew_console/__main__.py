"""`python -m rscrew_console` is `rscrew-console`."""

from rscrew_console.cli import main

if __name__ == "__main__":
    main()
