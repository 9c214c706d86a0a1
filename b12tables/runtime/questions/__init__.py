"""Questions about many cases at once; loaded when somebody asks one.

Nothing is loaded here: the runtime is imported file by file, so that an answer costs no more than it needs.

    search   what can still come out, which input still matters, which change would do
    ask      one question after the other, only what can still change the answer
"""

__all__ = ["ask", "search"]
