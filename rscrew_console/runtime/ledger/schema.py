"""The ledger's tables, and how a file of an earlier version becomes one of this."""

from __future__ import annotations

from typing import Final

APPLICATION_ID: Final = 0x52534355
"""SQLite's mark of whose file it is: "RSCU"."""
QUARTER_US: Final = 900_000_000
"""A quarter of an hour: every zone's midnight is at the start of one."""

_FIRST = (
    """
    CREATE TABLE attempts (
        id INTEGER PRIMARY KEY,
        at_us INTEGER NOT NULL,  -- microseconds since 1970, UTC
        call TEXT NOT NULL,  -- the same for all attempts of one call
        agent TEXT NOT NULL,
        provider TEXT NOT NULL,
        model TEXT NOT NULL,
        outcome TEXT NOT NULL,  -- 'ok', or what was wrong
        http_status INTEGER,
        input_tokens INTEGER,
        output_tokens INTEGER,
        cost_nano INTEGER,  -- billionths of a US dollar, NULL where the price is not known
        latency_us INTEGER NOT NULL,
        fell_back_from TEXT NOT NULL,  -- a provider, or nothing
        tier TEXT NOT NULL,
        config TEXT NOT NULL,  -- the crew: see `crew_paths`
        user TEXT NOT NULL  -- on whose behalf, or nothing
    )
    """,
    "CREATE INDEX attempts_time ON attempts (at_us)",
    "CREATE INDEX attempts_config ON attempts (config, at_us)",
    """
    CREATE INDEX attempts_premium ON attempts (config, at_us)
        WHERE tier = 'premium' AND outcome = 'ok'
    """,
    # Sums for budgets, which are asked for before calls: a month is a few thousand rows here.
    """
    CREATE TABLE quarters (
        config TEXT NOT NULL,
        quarter INTEGER NOT NULL,  -- at_us / 900000000
        provider TEXT NOT NULL,
        cost_nano INTEGER NOT NULL,
        unpriced INTEGER NOT NULL,
        PRIMARY KEY (config, quarter, provider)
    ) WITHOUT ROWID
    """,
    """
    CREATE TRIGGER attempts_summed AFTER INSERT ON attempts
    WHEN new.cost_nano IS NOT NULL OR new.outcome = 'ok'
    BEGIN
        INSERT INTO quarters VALUES (
            new.config, new.at_us / 900000000, new.provider,
            coalesce(new.cost_nano, 0), new.cost_nano IS NULL
        )
        ON CONFLICT (config, quarter, provider) DO UPDATE SET
            cost_nano = cost_nano + excluded.cost_nano,
            unpriced = unpriced + excluded.unpriced;
    END
    """,
)

_TOKEN_PARTS = (
    # Parts of input_tokens and output_tokens; NULL where the vendor does not say.
    "ALTER TABLE attempts ADD COLUMN cached_input_tokens INTEGER",
    "ALTER TABLE attempts ADD COLUMN cache_write_tokens INTEGER",
    "ALTER TABLE attempts ADD COLUMN reasoning_tokens INTEGER",
)

_CREWS = (
    # Which crew a path means: its sums outlive a moved file, and a link that is led elsewhere.
    """
    CREATE TABLE crew_paths (
        path TEXT PRIMARY KEY,  -- of a configuration: as its user names it, or behind all links
        crew TEXT NOT NULL,  -- what `attempts.config` has for it: the first path behind all links
        seen_us INTEGER NOT NULL
    ) WITHOUT ROWID
    """,
    "CREATE INDEX crew_paths_crew ON crew_paths (crew)",
    """
    CREATE TABLE crew_files (
        crew TEXT PRIMARY KEY,
        path TEXT NOT NULL,  -- as its user has named it last
        digest TEXT NOT NULL,  -- SHA-256 of its content
        changed_ns INTEGER NOT NULL  -- when it was changed, nanoseconds since 1970
    ) WITHOUT ROWID
    """,
    "CREATE INDEX crew_files_digest ON crew_files (digest, changed_ns)",
)

MIGRATIONS: tuple[tuple[str, ...], ...] = (_FIRST, _TOKEN_PARTS, _CREWS)
"""The statements that lead from each version of the schema to the next; 0 is an empty file."""

# SQLite takes any value in any column. These are what no row of ours can have.
_EARLIEST_US, _LATEST_US = -2_200_000_000_000_000, 253_000_000_000_000_000
_MOST = 10**16


def _texts(*columns: str) -> list[str]:
    return [f"typeof({column}) = 'text'" for column in columns]


def _numbers(*columns: str) -> list[str]:
    return [
        f"({column} IS NULL OR (typeof({column}) IN ('integer', 'real')"
        f" AND {column} BETWEEN 0 AND {_MOST}))"
        for column in columns
    ]


_READABLE = {
    "attempts": (
        "typeof(at_us) = 'integer'",
        f"at_us BETWEEN {_EARLIEST_US} AND {_LATEST_US}",
        "latency_us IS NOT NULL",
        *_texts(
            "call", "agent", "provider", "model", "outcome", "fell_back_from", "tier", "config",
            "user",
        ),
        *_numbers(
            "input_tokens", "output_tokens", "cost_nano", "latency_us", "cached_input_tokens",
            "cache_write_tokens", "reasoning_tokens",
        ),
    ),
    "quarters": (
        *_texts("config", "provider"), "typeof(quarter) = 'integer'",
        "quarter BETWEEN -3000000 AND 300000000", *_numbers("cost_nano", "unpriced"),
    ),
    "crew_paths": _texts("path", "crew"),
    "crew_files": _texts("crew", "path"),
}  # fmt: skip
"""Table → what holds for every row that can be read."""

READABLE_ROWS: tuple[str, ...] = tuple(
    "CREATE TEMP VIEW NAME AS SELECT * FROM main.NAME WHERE ".replace("NAME", table)
    + " AND ".join(conditions)
    for table, conditions in _READABLE.items()
)
"""Statements after which a connection sees readable rows alone, under the tables' own names."""
UNREADABLE_ATTEMPTS = "SELECT count(*) FROM main.attempts WHERE at_us >= ? AND NOT (ALL)".replace(
    "ALL", " AND ".join(_READABLE["attempts"])
)
"""How many attempts since a time are passed over; what is no time counts as later than any."""
