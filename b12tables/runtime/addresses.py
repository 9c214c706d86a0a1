"""Where the site of a table set has a decision and its rules: the same for the site and for whoever links to it."""

from __future__ import annotations


def in_address(name: str) -> str:
    """A name as part of an anchor or file name: different for different names, readable for plain ones."""
    return "".join(
        sign if sign.isascii() and (sign.isalnum() or sign in "_.-") else f"~{ord(sign):x}" for sign in name
    )


def decision_address(code: str) -> str:
    """The page of a decision, seen from the top of the site."""
    return f"decisions/{in_address(code)}.html"


def rule_anchor(rule: str) -> str:
    """Where a rule stands on the page of its decision."""
    return f"rule-{in_address(rule)}"


ORDERS = "orders.html"
"""The page of what the answers mean in orders, seen from the top of the site."""


def action_anchor(action: str) -> str:
    """Where a row of Actions stands on the page of orders."""
    return f"action-{in_address(action)}"
