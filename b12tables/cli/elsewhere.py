"""A group whose commands stand in other files of this room, loaded when somebody asks for them."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click


class Elsewhere(click.Group):
    """A group with commands of its own, and with others that are loaded when they are asked for: most calls need one.

    `elsewhere` gives for the name of a command the file that it stands in, and what it is called there.
    """

    def __init__(self, *arguments: Any, elsewhere: Mapping[str, tuple[str, str]], **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.elsewhere = elsewhere

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *self.elsewhere})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.elsewhere:
            return super().get_command(ctx, cmd_name)
        file, name = self.elsewhere[cmd_name]
        command = getattr(import_module(f"{__package__}.{file}"), name)
        assert isinstance(command, click.Command)
        return command
