"""Our `dataclass` beside that of the standard library: the same class comes out."""

import copy
import dataclasses
import pickle
import re
from collections.abc import Callable
from dataclasses import FrozenInstanceError, field
from pathlib import Path
from typing import Any, ClassVar

import pytest

from rscrew_console.records import dataclass as ours
from tests.rows import Rows

PACKAGE = Path(__file__).parents[2] / "rscrew_console"
KINDS: tuple[dict[str, bool], ...] = (
    {}, {"frozen": True}, {"slots": True}, {"frozen": True, "slots": True},
)  # fmt: skip


def sample(decorator: Callable[..., Any], kind: dict[str, bool]) -> Any:
    """A class with every sort of field that the package uses, and a class that inherits."""

    @decorator(**kind)
    class Base:
        """Documented."""

        common: ClassVar[str] = "not a field"
        name: str
        size: int = 3

    @decorator(**kind)
    class Sample(Base):
        items: list[int] = field(default_factory=list)
        note: str = field(default="", compare=False, repr=False)
        keyword: int = field(default=0, kw_only=True)
        length: int = field(init=False, repr=False, compare=False)
        kind: str = field(default="fixed", init=False)

        def __post_init__(self) -> None:
            object.__setattr__(self, "length", len(self.name))

    return Sample


def outcome(work: Callable[[], object]) -> object:
    """What it returns, or the type and the text of its error."""
    try:
        return work()
    except Exception as error:  # noqa: BLE001  # the errors are compared
        return type(error), str(error)


def observed(made: Any) -> dict[str, object]:
    """What one can see of a class."""
    first, same, other = made("a", items=[1]), made("a", 3, [1], "noted"), made("b", keyword=2)

    def set_size() -> None:
        first.size = 4

    def delete_name() -> None:
        del made("a").name

    hashes = [outcome(lambda: hash(made("a", items=()))) for _ in range(2)]
    return {
        "name": (made.__name__, made.__qualname__, made.__module__, made.__match_args__),
        "doc": made.__mro__[1].__doc__,
        "fields": [(one.name, one.init, one.repr, one.compare) for one in dataclasses.fields(made)],
        "shown": [repr(first), repr(same), repr(other)],
        "equal": [first == same, first == other, first == "a", first != other],
        "hash": hashes[0] == hashes[1],
        "hashable": isinstance(hashes[0], int),
        "values": dataclasses.asdict(other),
        "replaced": repr(dataclasses.replace(first, size=9, note="n")),
        "post": dataclasses.replace(first, name="longer").length,
        "factory": made("a").items is not made("a").items,
        "copied": [repr(copy.copy(first)), copy.deepcopy(first) == first],
        "set": outcome(set_size),
        "deleted": outcome(delete_name),
        "slots": [hasattr(first, "__dict__"), getattr(made, "__slots__", None)],
        "wrong": [
            outcome(made), outcome(lambda: made("a", 1, [], "", 2)),
            outcome(lambda: made("a", unknown=1)), outcome(lambda: made("a", name="b")),
            outcome(lambda: dataclasses.replace(first, length=2)),
        ],
    }  # fmt: skip


def test_what_one_sees_is_the_same() -> None:
    with Rows() as rows:
        for kind in KINDS:
            standard = observed(sample(dataclasses.dataclass, kind))
            for name, value in observed(sample(ours, kind)).items():
                with rows.row(f"{kind}: {name}"):
                    assert value == standard[name]


@ours(frozen=True, slots=True)
class Pickled:
    name: str
    parts: tuple[str, ...] = ()


@ours
class Bare:
    parts: list[object]


@ours(frozen=True)
class OwnMethods:  # noqa: PLW1641  # the decorator adds the hash
    name: str

    def __eq__(self, other: object) -> bool:
        return True

    def __repr__(self) -> str:
        return "own"


def test_pickled_objects_come_back_equal() -> None:
    one = Pickled("a", ("b",))
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301  # written one line above


def test_methods_of_the_class_stay() -> None:
    assert OwnMethods("a") == OwnMethods("b")
    assert repr(OwnMethods("a")) == "own"
    assert hash(OwnMethods("a")) == hash(OwnMethods("a")) != hash(OwnMethods("b"))


def test_an_object_in_itself_is_shown() -> None:
    one = Bare([])
    one.parts.append(one)
    assert repr(one) == "Bare(parts=[...])"


def test_a_frozen_object_refuses_names_that_are_no_fields() -> None:
    with pytest.raises(FrozenInstanceError, match="other"):
        OwnMethods("a").other = 1  # type: ignore[attr-defined]  # what is tested


def test_no_module_makes_its_classes_with_the_slow_one() -> None:
    """The simulator, which knows nothing of ours, may."""
    slow = re.compile(r"^from dataclasses import .*\bdataclass\b|^import dataclasses", re.MULTILINE)
    paths = [path for path in PACKAGE.rglob("*.py") if "simulator" not in path.parts]
    assert len(paths) > 100
    assert [path.name for path in paths if slow.search(path.read_text(encoding="utf-8"))] == [
        "records.py"
    ]
