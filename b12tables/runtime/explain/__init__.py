"""A result in words: the answer first, then why, down to the cell and the sentence of the source.

Nothing is loaded here: the runtime is imported file by file, so that an answer costs no more than it needs.

    page      the pages that people read: for clinicians, for patients
    answers   which decisions are answers, in which order
"""

__all__ = ["answers", "page"]
