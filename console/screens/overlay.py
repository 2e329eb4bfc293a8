"""What opens over the desk, and is left once however fast the keys come."""

from __future__ import annotations

from typing import TypeVar

from textual.screen import ModalScreen

T = TypeVar("T")


class Overlay(ModalScreen[T]):
    """A modal screen whose `leave_with` may be called again while it is already going."""

    def leave_with(self, result: T) -> None:
        """Close with `result`; a second key of the same burst finds nothing to close."""
        if self.is_active:
            self.dismiss(result)
