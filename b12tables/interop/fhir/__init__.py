"""FHIR: a patient's record as a case. The standard library and the runtime only.

In: the `SET` of a package with its bindings, a Bundle of R4 or R5, the day. Out: a case, where each value comes from,
what was left out and why, and what somebody has to look at.

    case       the record as a case
    observations  the latest of a field, its date, how many there are
    answers    answers to the Questionnaire of a set, beside the record
    record     what is made of a record
    names      ids of the resources of a set
    export     a set as resources: questions and terminology
    plan       the decisions of a set, and its orders, as resources
    what_matters  which questions still matter once others are answered
    actions    which orders an answer asks for, or advises against
    drafts     the draft orders of a call
    orders     how an order differs from what is asked for, and one written
    cds_cards  what is told, as cards
    cds_hooks  a service of CDS Hooks 2.0: cards from the answer    (imported by its own name)
    bindings   which resources fill which field
    references  what a resource only refers to
    whose      whose a record is, and which version of a resource counts
    whole      whether a record is whole, as far as it says so
    still_so   whether what is called active is so today
    resources  resources as they come: codes, time, why one does not count
    times      dates and times, and which is the later
    bands      values that are not known exactly and are all one to the tables
"""

from b12tables.interop.fhir.bindings import Bound, bindings_from, read_bindings
from b12tables.interop.fhir.case import case_from_bundle
from b12tables.interop.fhir.export import OURS, export_fhir, fhir_text
from b12tables.interop.fhir.plan import CannotSay, not_said
from b12tables.interop.fhir.record import FromRecord, LeftOut, Provenance, Trouble

__all__ = [
    "OURS",
    "Bound",
    "CannotSay",
    "FromRecord",
    "LeftOut",
    "Provenance",
    "Trouble",
    "bindings_from",
    "case_from_bundle",
    "export_fhir",
    "fhir_text",
    "not_said",
    "read_bindings",
]
