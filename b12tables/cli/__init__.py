"""The command line: arguments, call, exit code. What a command does stands elsewhere.

A command is here to be called; it gives nothing back but its exit code.

    main    the group, and the commands about a table set: check, build, cases, docs
    answers the commands about one patient: eval, ask
    live    the commands that follow every save: watch, docs serve
    desk    the commands about workbooks: new, add, show, signoff, compare, explain-finding
    cohort  the command about whole cohorts
    interop the commands about the standards of others: export, import
    project the package with all that it takes to ship it
    proof   the command about written proofs
    grading the grade of worked cases and safety rules
    elsewhere  a group that loads the commands of other files when they are asked for
    shared  arguments, options and exit codes that they share
"""

from b12tables.cli.main import cli

__all__ = ["cli"]
