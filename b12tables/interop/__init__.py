"""The standards that a table set speaks with other programs.

    cql        the decisions of a set as a library of CQL
    cql_names  what is called how there
    dmn        a set as DMN XML, and decision tables of others as workbooks
    fhir       a patient's record as a case
    sql        a set as one statement for a warehouse

Each is a room of its own, to be imported by its own name: who reads one needs nothing of the others.
"""

__all__: list[str] = []
