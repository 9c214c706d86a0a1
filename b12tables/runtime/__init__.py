"""The runtime: evaluates, explains, asks, keeps.

Standard library only; importing this package imports nothing.

    language                  every word of ours in the reader's language, from languages/*.json
    words, numbers, units     words, numbers and units as people write them, exactly
    values                    what a field may hold, and how it is printed
    fields, case              the dictionary: how a given value is read, or why it is refused
    reading                   numbers, quantities and days of any program, and how what was given is shown
    rules, policies           what generated decisions are made of
    quick_way                 what generated code reads a case with
    dependencies              what a field or a decision depends on
    given, json_text, frozen  what was given: kept, unchanged, written as JSON, asked again
    toml_text   TOML as it is read from outside
    tableset, result          the way of a case, and what comes out
    problems                  why there is no answer
    refusals                  what stands in the way of a case, in words                (loaded on demand)
    contradiction             what is stated against what follows                    (loaded on demand)
    explain                   a result in words                                     (loaded on demand)
    axes, questions           questions about many cases, one question a time       (loaded on demand)
    possible, whynot          half-known cases, other answers                       (loaded on demand)
    summaries                 how long a line on a card in another program may be
    addresses                 where the site has a decision and its rules
    stored, audit             results and records: every way back in is guarded     (loaded on demand)
    flat                      a result as one flat row                            (loaded on demand)
    accepted                  errors that are known, and whom they concern          (loaded on demand)
    versions                  who answers                                           (loaded on demand)
    terminal                  what is printed, harmless and in any encoding         (loaded on demand)
    answer_files              cases from a file, answered as JSON                   (loaded on demand)
    manifest, selfcheck       the files of a package, and whether any has changed   (loaded on demand)
"""

__all__ = ["PACT", "PACT_NUMBER", "keep_pact"]

PACT_NUMBER = 6
"""The number of the pact below. It changes whenever a package that was generated before would not be served rightly."""


def keep_pact(number: int, package: str, compiler: str) -> int:
    """The number of the pact that a generated package was made for.

    Raises ImportError, with a sentence, where this runtime keeps another one.
    """
    if number != PACT_NUMBER:
        from b12tables.version import __version__

        raise ImportError(
            f"{package} was written by b12tables {compiler} for runtimes of pact {number}; this is b12tables "
            f"{__version__}, of pact {PACT_NUMBER}: build it again from its workbooks, or install b12tables {compiler}"
        )
    return number


def before_pacts(package: str = "this package") -> ImportError:
    """What is raised for a package of the time before packages said which pact they were made for."""
    from b12tables.version import __version__

    return ImportError(
        f"{package} was written before packages of b12tables said for which runtimes they are made; this is b12tables "
        f"{__version__}, of pact {PACT_NUMBER}: build it again from its workbooks"
    )


TYPE_CHECKING = False
"""As `typing` says it, which is too heavy to be imported here."""
if TYPE_CHECKING:
    from typing import Self


class Pacted:
    """What only generated code makes: with other arguments than it takes, that code was written before pacts."""

    __slots__ = ()

    def __new__(cls, *args: object, **named: object) -> "Self":
        make = cls.__init__
        code, defaults = make.__code__, make.__kwdefaults__ or {}
        places = code.co_argcount
        by_name = code.co_varnames[places : places + code.co_kwonlyargcount]
        known = {*by_name, *code.co_varnames[:places]}
        # without any it is a copy that is begun
        if (args or named) and not {*by_name} - {*defaults} <= {*named} <= known:
            raise before_pacts(str(named.get("package") or "this package"))
        return object.__new__(cls)

    def __copy__(self) -> "Self":
        """Another one of the same parts. What is stored is another thing: it is taken from the package again."""
        made = object.__new__(type(self))
        parts: tuple[str, ...] = type(self).__slots__
        for name in parts:
            setattr(made, name, getattr(self, name))
        return made


PACT = frozenset(
    {
        "accepted.AcceptedError",
        "accepted.LEFT_OPEN",
        "audit.Replay", "audit.audit_record", "audit.replay", "axes.Axis", "axes.Members", "axes.Ordered", "axes.Words",
        "keep_pact", "numbers.Threshold",
        "case.BaseCase", "case.NOT_STATED", "case._NotStated", "fields.Choice", "fields.Choices", "fields.Date",
        "fields.Field", "fields.Many", "fields.Number", "fields.Text", "fields.YesNo", "policies", "possible.Possible",
        "possible.possible", "problems.InvalidCase", "problems.NoRule", "problems.Problem", "result.Result",
        "rules.Answer", "rules.Combination", "rules.Computed", "rules.Decision", "rules.Fired", "rules.Place",
        "rules.Rule", "rules.Step", "rules.Undecided", "selfcheck.main", "quick_way.OPEN", "quick_way.Obstacle",
        "tableset.TableSet",
        "quick_way.check_range", "values.differs", "values.dose_of", "quick_way.quick_reader",
        "quick_way.words_of", "values.Quantity", "values.between", "values.total", "whynot.WhyNot",
        "whynot.why_not", "words.fold",
    }
)  # fmt: skip
"""Everything that generated code may import from here: the pact between the compiler and the runtime."""
