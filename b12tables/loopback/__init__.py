"""A server on this machine only, and who may ask it.

server   the server, its patience, and the guard that stands before each request
"""

from __future__ import annotations

from b12tables.loopback.server import HOME, GuardedHandler, GuardedServer, bind

__all__ = ["HOME", "GuardedHandler", "GuardedServer", "bind"]
