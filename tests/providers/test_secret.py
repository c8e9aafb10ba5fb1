"""Keys are sent and never shown, not even by who was given one."""

from rscrew_console.providers.secret import Secret, split_keys, without
from tests.rows import each_row

KEY = "sk-proj-a8Fh3kLq0Zx7Vb2N"


@each_row("show", [str, repr, "{}".format, "{0!r}".format, lambda one: f"{[one]}"])
def test_whatever_shows_a_key_shows_nothing(show: object) -> None:
    assert callable(show)
    assert KEY[3:9] not in show(Secret(KEY))
    assert Secret(KEY).reveal() == KEY


@each_row(("value", "keys"), [
    ("", ()), (" ", ()), ("a", ("a",)), ("a,b , c,", ("a", "b", "c")), ("a,a", ("a",)),
    (",".join(map(str, range(99))), tuple(map(str, range(32)))),
])  # fmt: skip
def test_a_variable_may_hold_several(value: str, keys: tuple[str, ...]) -> None:
    assert split_keys(value) == keys


@each_row(("value", "good"), [
    (KEY, True), ("a b", False), ("a\nb", False), ("a\x1bb", False), ("ключ", False), ("", False),
])  # fmt: skip
def test_what_a_header_can_carry(value: str, good: bool) -> None:
    assert Secret(value).sendable is good


@each_row(("text", "shown"), [
    ("nothing of it", "nothing of it"),
    (f"bad key {KEY}!", "bad key (key)!"),
    (f"{KEY}{KEY}", "(key)(key)"),
    ("bad key sk-proj-a8Fh****", "bad key (key)****"),
    ("Bad Key SK-PROJ-A8FH3KLQ", "Bad Key (key)"),
    ("ends with b2N", "ends with b2N"),
    ("…a8Fh3kLq…", "…(key)…"),
    ("ß " * 3 + KEY[4:], "ß ß ß (key)"),
    ("İ " + KEY[4:], "İ (key)"),
    (KEY.replace("-", "_"), "(key)"),
    ("key 'sk proj a8Fh3kLq' is bad", "key '(key)' is bad"),
    (r'{\"key\": \"sk-proj-\\u002d' + KEY[8:] + '"', r'{\"key\": \"(key)"'),
    ("key sk&#45;proj&#x2D;a8Fh3kLq0Zx7", "key (key)"),
    ("?key=" + KEY.replace("-", "%2D"), "?key=(key)"),
    ("?key=" + "".join(f"%{ord(letter):02x}" for letter in KEY), "?key=(key)"),
    ("a8F h3k Lq0 and Zx7Vb", "(key) and Zx7Vb"),
    ("", ""),
])  # fmt: skip
def test_a_text_without_the_key(text: str, shown: str) -> None:
    assert without(text, [Secret("other-key-1234"), Secret(KEY)]) == shown


def test_a_key_that_is_in_every_word_is_left_in_them() -> None:
    assert without("an x in the text", [Secret("x")]) == "an x in the text"
