"""A result in words: the answer first, then why, down to the cell and the sentence of the source.

Nothing is loaded here: the runtime is imported file by file, so that an answer costs no more than it needs.

    page      the pages that people read: for clinicians, for patients
    answers   which decisions and scores are answers, in which order
    scores    scores among the answers of a result
    first_page  what must be known at the bedside, in blocks
    telling   headline and sentences of a result, as their authors wrote them
    sentence  a template taken apart and said
    influence what is not known and could still change the answer
    nearest   the worked cases nearest to what is known: what decides there is asked first
    readings  where the sources differ for this patient
    origin    where the values of a case come from
"""

__all__ = ["answers", "page"]
