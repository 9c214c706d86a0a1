"""A generated package as a service over HTTP: the answers that a program in another language asks for.

    router    the paths, for an application of FastAPI

Needs the extra `endpoint` (`pip install "b12tables[endpoint]"`). Who may ask, TLS and tokens are those of the
application that includes it.
"""

from b12tables.extras import how_to_install

try:
    from b12tables.web.router import router
except ModuleNotFoundError as missing:
    told = how_to_install(missing)
    if told is None:
        raise
    raise ImportError(
        f"a service needs {told[0]}, which is not installed; install it with: {told[1]}"
    ) from missing

__all__ = ["router"]
