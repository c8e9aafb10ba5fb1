"""SIGKILL at random moments, many times, against a process that does nothing but save."""

import json
import subprocess
import sys

from tests.session.place import CREW, Place, assign
from tests.thorough import is_thorough

TIMES = 200 if is_thorough() else 80


def test_killed_anywhere_the_file_is_always_one_of_those_saved(place: Place) -> None:
    command = [sys.executable, "-m", "tests.session.killing"]
    arguments = [str(place.path), str(place.state), str(TIMES), "20261120"]
    run = subprocess.run([*command, *arguments], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    assert set(found["texts"]) <= wanted_texts(place), "a torn file"
    assert len(found["texts"]) > 2
    assert found["newest"], "the newest entry of the history is the file as it was left"
    assert found["chained"], "every entry starts where the one before it ended"
    assert found["oldest"], "and leads back to the oldest"
    assert TIMES / 4 < found["saves"] <= TIMES
    assert found["unsaved"] > 0, "some died between a change and its save"
    assert found["leftovers"] > 0, "some died in the middle of a save"
    assert all(name.endswith(".tmp") for name in place.litter())


def wanted_texts(place: Place) -> set[str]:
    """What the three assignments in turn make of the file."""
    place.text = CREW
    session = place.open()
    texts = {CREW}
    for turn in range(9):
        assign(session, "planner", primary=("openai", "gemini", "claude")[turn % 3])
        texts.add(session.document.text)
    return texts
