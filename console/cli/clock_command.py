"""What `diemcau hold` and `diemcau resume` have in common."""

from __future__ import annotations

from pathlib import Path

import click

from console.cli.changing import EXPECT, REASON, TAKE_CONTROL
from console.cli.command import Command, terminal
from console.cli.commanding import give
from console.cli.opening import FOLDER
from console.cli.person import AS, actor_name
from data.commands import Hold, Resume


def clock_command(name: str, order: type[Hold] | type[Resume], said: str) -> click.Command:
    """`diemcau NAME DIR`, which gives `order` about the item on air; `said` is the sentence afterwards."""

    @click.command(name, cls=Command)
    @FOLDER
    @EXPECT
    @REASON
    @TAKE_CONTROL
    @AS
    @click.pass_context
    def command(
        ctx: click.Context,
        *,
        folder: Path,
        expect: str | None,
        reason: str,
        take_control: str | None,
        actor: str | None,
    ) -> int:
        talk, given = terminal(ctx), order(item=expect, cause=reason)
        state = give(talk, folder, lambda _state: given, actor=actor_name(actor), take_control=take_control)
        talk.out(talk.t(said, cue=state.on_air))
        return 0

    return command
