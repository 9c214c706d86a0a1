"""Rules of care in ordinary spreadsheets: proved, compiled, explained.

Importing this package costs nothing: the compiler is `b12tables.compiler`, the evaluators stand in the generated
package, and what both share at run time is `b12tables.runtime`.
"""

__version__ = "0.1.0"
__all__ = ["__version__"]
