"""What was given, so that it can be kept: changed by nobody, written as JSON, and asked again as it was asked.

`native` turns values of other programs (NumPy scalars, pandas timestamps, enums, lists) into plain ones that cannot be
changed; what it does not know stays a `Stranger` with the name of its type. `stored` and `recalled` are each other's
inverse, as far as any answer depends on it: reading a recalled case says what reading the case said.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from numbers import Integral, Real
from types import MappingProxyType

from b12tables.runtime.numbers import LONGEST_NUMBER
from b12tables.runtime.values import Quantity
from b12tables.runtime.words import unfit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from b12tables.runtime.values import Json

LONGEST = 10_000
"""Characters of a text that is still read."""

LARGEST = 10**60
"""Numbers beyond this, or with a denominator beyond this, are no measurements."""

MOST = 1_000
"""Members of a list that is still read."""

_DEEPEST = 3

_MISSING = {"NAType": "pd.NA", "NaTType": "pd.NaT", "MaskedConstant": "np.ma.masked"}


class Stranger:
    """A value of a type that is not known here: only the type's name is kept."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return f"<{self.name}>"


def missing_by(given: object) -> str:
    """By which name of other programs a value says that it is missing (`NaN`, `pd.NA`, `pd.NaT`); "" where it does
    not.
    """
    if isinstance(given, float):
        return "" if given == given else "NaN"
    name = given.name if isinstance(given, Stranger) else type(given).__name__
    if name == "Decimal":
        return "NaN" if str(given).lstrip("-").lower().startswith(("nan", "snan")) else ""
    return _MISSING.get(name, "")


# ---------------------------------------------------------------- plain values


_UNCHANGING = frozenset({type(None), bool, int, float, str, date, Fraction})


def unchanging(given: object) -> bool:
    """Whether a value can be kept as it is: plain, and changed by nobody. A subclass may be anything."""
    if type(given) is Quantity:
        return type(given.number) in _UNCHANGING and type(given.unit) is str
    return type(given) in _UNCHANGING


def native(given: object, depth: int = 0) -> object:
    """The same as a plain value that cannot be changed. Never raises: what does not say what it is, is a `Stranger`."""
    try:
        return _native(given, depth)
    except Exception:  # the methods of a stranger's class may do anything
        return Stranger(_type_name(given))


def _type_name(given: object) -> str:
    """The name of a value's type, whatever its class makes of that."""
    return str.__str__(type.__dict__["__name__"].__get__(type(given)))


def _native(given: object, depth: int) -> object:
    kind = type(given)
    if given is None or kind in (bool, float, Stranger):
        return given
    if kind is int:
        return _count(given)  # type: ignore[arg-type]
    if isinstance(given, str):
        return str.__str__(given)[: LONGEST + 1]
    if kind.__name__ in _MISSING:
        return Stranger(kind.__name__)
    if kind.__module__ == "numpy":
        return _of_numpy(given, kind.__name__)
    if isinstance(given, (date, datetime)):
        return _day(given)
    if isinstance(given, (list, tuple, set, frozenset, Mapping, Quantity)):
        return _composed(given, depth)
    return _number(given, kind.__name__)


def _number(given: object, name: str) -> object:
    if isinstance(given, Integral):
        return _count(int(given))
    if isinstance(given, float):
        return float(given)
    if isinstance(given, Fraction):
        return _ratio(given)
    return given if name == "Decimal" else Stranger(name)


def _count(given: int) -> int:
    """A whole number; beyond what anybody measures, only that it is: Python writes none of over 4,300 digits."""
    if given.bit_length() <= 2_000:
        return given
    return LARGEST * 10 if given > 0 else -LARGEST * 10


def _ratio(given: Fraction) -> object:
    """A ratio, or an int where it is one; beyond what anybody measures, only that it is."""
    if given.denominator == 1:
        return given.numerator
    if max(given.numerator.bit_length(), given.denominator.bit_length()) > 2_000:
        return LARGEST * 10 if given > 0 else -LARGEST * 10
    return Fraction(given.numerator, given.denominator)


def _of_numpy(given: Any, name: str) -> object:
    if name.startswith("bool"):
        return bool(given)
    if name.startswith("datetime64"):
        return _day_of_numpy(str(given), name)
    if name.startswith("timedelta64"):
        # to NumPy a whole number, and it is none
        return Stranger(name)
    if isinstance(given, Integral):
        return int(given)
    if isinstance(given, Real):
        # the digits that NumPy shows are what was meant: float32(0.1) is one tenth
        text = str(given)
        return float(text) if float(text) != float(text) or name != "longdouble" else Fraction(text)
    return Stranger(name)


def _day_of_numpy(text: str, name: str) -> object:
    """A day or a time as NumPy writes it; a month or a year is neither."""
    if text == "NaT":
        return Stranger("NaTType")
    try:
        day = datetime.fromisoformat(text[:26])
    except ValueError:
        return Stranger(name)
    # what is finer than Python's times counts as the smallest that they have: it is no whole day
    return _day(day.replace(microsecond=day.microsecond or 1) if text[26:].strip("0") else day)


def _day(given: date) -> object:
    if not isinstance(given, datetime):
        return date(given.year, given.month, given.day)
    below = given.microsecond or (1 if getattr(given, "nanosecond", 0) else 0)
    if (given.hour, given.minute, given.second, below) == (0, 0, 0, 0):
        return date(given.year, given.month, given.day)
    return datetime(
        given.year, given.month, given.day, given.hour, given.minute, given.second, below, given.tzinfo
    )


def _composed(given: Any, depth: int) -> object:
    if isinstance(given, Quantity):
        unit = given.unit
        return Quantity(
            native(given.number, depth + 1), str.__str__(unit)[:LONGEST] if isinstance(unit, str) else "?"
        )
    if isinstance(given, Mapping):
        if depth >= _DEEPEST or len(given) > MOST or not all(isinstance(name, str) for name in given):
            return Stranger("dict")
        return MappingProxyType({str.__str__(name): native(given[name], depth + 1) for name in given})
    if depth >= _DEEPEST:
        return ()
    if isinstance(given, (set, frozenset)):
        members = [native(member, depth + 1) for member in given]
        return tuple(sorted(members, key=_order)[: MOST + 1])
    return tuple([native(member, depth + 1) for member in given[: MOST + 1]])


def _order(member: object) -> tuple[str, str]:
    return type(member).__name__, str(member)[:LONGEST]


# ---------------------------------------------------------------- as JSON, and back


def stored(given: object) -> Json:
    """A plain value as JSON. What JSON has no word for is an object that names its type."""
    if given is None or isinstance(given, bool):
        return given
    if isinstance(given, str):
        return {"text": _escaped(given)} if unfit(given) else given
    if isinstance(given, (int, float, Fraction)):
        return _stored_number(given)
    if isinstance(given, date):
        return {"time" if isinstance(given, datetime) else "date": given.isoformat()}
    if isinstance(given, tuple):
        return [stored(member) for member in given]
    if isinstance(given, Quantity):
        return {"quantity": [stored(given.number), stored(given.unit)]}
    if isinstance(given, Mapping):
        return {"object": [[stored(name), stored(value)] for name, value in given.items()]}
    if isinstance(given, Stranger):
        return {"other": _escaped(given.name)}
    # what is cut off is beyond the digits of a number that is still read
    return {"decimal": str(given)[: LONGEST_NUMBER + 20]}


def _stored_number(given: int | float | Fraction) -> Json:
    if isinstance(given, int):
        return given if -LARGEST < given < LARGEST else {"number": "beyond" if given > 0 else "-beyond"}
    if isinstance(given, float):
        return given if -LARGEST < given < LARGEST else {"float": repr(given)}
    if abs(given) < 1e15 and Fraction(repr(float(given))) == given:
        return float(given)
    return {"fraction": str(given)}


def recalled(form: Any, depth: int = 0) -> object:
    """A plain value from its form in JSON. Raises ValueError for a form that `stored` never gives."""
    if depth > 2 * _DEEPEST + 2:
        raise ValueError(_UNKNOWN_FORM)
    if isinstance(form, list):
        return tuple([recalled(member, depth + 1) for member in form])
    if not isinstance(form, dict):
        return form
    name: Any
    value: Any
    name, value = next(iter(form.items())) if len(form) == 1 else ("", None)
    try:
        if name == "quantity":
            number, unit = value
            return Quantity(recalled(number, depth + 1), str(recalled(unit, depth + 1)))
        if name == "object":
            pairs = [(recalled(one, depth + 1), recalled(other, depth + 1)) for one, other in value]
            return MappingProxyType({str(one): other for one, other in pairs})
        return _MAKE[name](value)
    except (TypeError, ValueError, ArithmeticError, AttributeError, KeyError):
        raise ValueError(_UNKNOWN_FORM) from None


_UNKNOWN_FORM = "what was asked is not stored in a form that is known here"


def _escaped(text: str) -> str:
    return text.encode("unicode_escape").decode("ascii")


def _unescaped(text: str) -> str:
    return text.encode("ascii").decode("unicode_escape")


_FRACTION = re.compile(r"-?\d{1,700}/\d{1,700}", re.ASCII)


def _fraction(text: str) -> Fraction:
    """A ratio as it is stored. Python would also read 1e9999999 as one, for many seconds."""
    if _FRACTION.fullmatch(text) is None:
        raise ValueError(_UNKNOWN_FORM)
    return Fraction(text)


def _decimal(text: str) -> object:
    from decimal import Decimal

    return Decimal(text)


def _beyond(text: str) -> object:
    return {"beyond": LARGEST * 10, "-beyond": -LARGEST * 10}[text]


_MAKE: dict[Any, Callable[[Any], object]] = {
    "text": _unescaped,
    "number": _beyond,
    "float": float,
    "fraction": _fraction,
    "date": date.fromisoformat,
    "time": datetime.fromisoformat,
    "decimal": _decimal,
    "other": lambda name: Stranger(_unescaped(name)),
}


# ---------------------------------------------------------------- whole cases


class Asked:
    """A case as it was asked: what it states, in order and under the names that it used, and the day of the call.

    `pairs` is None where it was no case at all.
    """

    __slots__ = ("pairs", "today")

    def __init__(self, pairs: tuple[tuple[object, object], ...] | None, today: object) -> None:
        self.pairs, self.today = pairs, today

    @classmethod
    def of(cls, case: object, today: object) -> Asked:
        """From what a caller gave."""
        if isinstance(case, Asked):
            return case
        return cls(_pairs(case) if isinstance(case, Mapping) else None, native(today))

    def to_dict(self) -> dict[str, Json]:
        """Plain data, from which `recall` makes it again."""
        # pairs, because whoever keeps an object of JSON may put its names in another order
        case: Json = None
        if self.pairs is not None:
            case = [[stored(key), stored(value)] for key, value in self.pairs]
        return {"case": case, "today": stored(self.today)}

    @classmethod
    def recall(cls, form: Any) -> Asked:
        """From its plain data. Raises ValueError for data that `to_dict` never gives."""
        if not isinstance(form, dict) or form.keys() != {"case", "today"}:
            raise ValueError(_UNKNOWN_FORM)
        case, today = form["case"], recalled(form["today"])
        if case is None:
            return cls(None, today)
        if not isinstance(case, list) or not all(isinstance(pair, list) and len(pair) == 2 for pair in case):
            raise ValueError(_UNKNOWN_FORM)
        return cls(tuple([(recalled(key), recalled(value)) for key, value in case]), today)


def _pairs(case: Mapping[object, object]) -> tuple[tuple[object, object], ...] | None:
    """What a case states; None where it does not even say that: it is no case then."""
    try:
        return tuple([(_name(key), _stated(case, key)) for key in case])
    except Exception:  # as in `native`
        return None


def _stated(case: Mapping[object, object], key: object) -> object:
    """What a case states for one of its names. What it cannot give is a stranger, called as its error."""
    try:
        stated = case[key]
    except Exception as error:  # as in `native`
        return Stranger(type(error).__name__)
    return native(stated)


def _name(key: object) -> object:
    return str.__str__(key)[:501] if isinstance(key, str) else native(key)
