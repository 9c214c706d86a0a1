"""TOML as it is read from outside, everywhere: mappings of columns, descriptions of populations."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def read_toml(text: str | bytes) -> dict[str, Any]:
    """What a text of TOML says. Raises ValueError, with a sentence about what cannot be read."""
    import tomllib

    try:
        return tomllib.loads(text if isinstance(text, str) else text.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise
    except ValueError:  # what Python says of it names a setting of the program
        raise ValueError("a number in it has thousands of digits") from None
    except RecursionError:
        raise ValueError("its parts stand in each other without end") from None
