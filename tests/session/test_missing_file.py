"""A file that is gone or broken while it is open: said as long as it is true."""

from tests.session.place import CREW, Place


def test_it_is_said_once_and_known_as_long_as_it_is_true(place: Place) -> None:
    session = place.open()
    place.path.unlink()
    first = session.refresh()
    assert (first.kind, "no such file" in first.notice) == ("unusable", True)
    assert "no such file" in session.unusable
    assert (session.refresh().kind, session.refresh().notice) == ("unusable", "")
    place.text = "providers: ["
    assert "has errors now" in session.refresh().notice
    assert "has errors now" in session.unusable
    place.text = CREW
    assert session.refresh().notice == "the file is back as it was"
    assert (session.refresh().notice, session.unusable) == ("", "")
