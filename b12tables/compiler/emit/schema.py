"""JSON Schema"""

from b12tables.compiler.model import Model


def emit_schema(model: Model) -> dict[str, str]:
    return {}
