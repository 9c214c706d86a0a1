"""CQL: a set as a library of HL7's Clinical Quality Language 1.5.

In: a `Model`. Out: the text of a library, and by name what CQL cannot say.

    library    the library: its head, the status, the answers
    decisions  a decision: its rules, its hit policy, what it gives
    fields     inputs and computed fields: how they are read, when they are refused
    conditions tests as conditions that are never null
    limits     what CQL cannot say
    text       comments and numbers; names and texts are those of `interop.cql_names`
"""

from b12tables.interop.cql.library import (
    OURS,
    CqlExport,
    export_cql,
)
from b12tables.interop.cql.text import NotWritten

__all__ = [
    "OURS",
    "CqlExport",
    "NotWritten",
    "export_cql",
]
