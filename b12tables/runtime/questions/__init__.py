"""Questions about many cases at once; loaded when somebody asks one.

Nothing is loaded here: the runtime is imported file by file, so that an answer costs no more than it needs.

    hits          a hit policy: what is the answer where these rules hold, and what may be where some are open
    tables        a decision over pieces: the rules that may hold for a set of cases, and those that must
    ties          which states have a case in which what is computed follows from its parts
    scores        what a field that is computed from answers can still be
    start         where the questions about a case begin: what is stated is known, all else is open
    open_rows     decisions of which it counts, for what follows from them, which of their rows holds
    propagation   what is known of all decisions at once, for every case of a state
    influence     which input an answer still hangs on, and where to split a state
    search        what can still come out
    stretches     ranges of numbers and days, and what follows from them; the proof asks here too
    ask           one question after the other, only what can still change the answer
"""

__all__ = [
    "ask",
    "hits",
    "influence",
    "open_rows",
    "propagation",
    "scores",
    "search",
    "start",
    "stretches",
    "tables",
    "ties",
]
