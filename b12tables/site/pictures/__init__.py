"""Pictures as SVG: boxes placed, lines drawn, nothing fetched.

In: boxes and what needs what. Out: elements of a page.

    requirements_graph   which decision needs what
    layers               places for boxes in rows, few lines that cross
"""

from b12tables.site.pictures.requirements_graph import graph_list, graph_svg, neighbourhood, parts

__all__ = [
    "graph_list",
    "graph_svg",
    "neighbourhood",
    "parts",
]
