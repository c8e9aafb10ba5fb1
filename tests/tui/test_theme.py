"""Which theme a terminal gets."""

from rscrew_console.tui.theme import wants_light
from tests.rows import each_row


@each_row(
    ("environ", "light"),
    [
        ({}, False),
        ({"COLORFGBG": "15;0"}, False),
        ({"COLORFGBG": "0;15"}, True),
        ({"COLORFGBG": "0;default;7"}, True),
        ({"COLORFGBG": "nonsense"}, False),
        ({"RSC_THEME": "light"}, True),
        ({"RSC_THEME": "Dark", "COLORFGBG": "0;15"}, False),
    ],
)
def test_light_where_the_terminal_says_so(environ: dict[str, str], light: bool) -> None:
    assert wants_light(environ) is light
