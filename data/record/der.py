"""Reading DER, as far as a time-stamp needs it: elements one after the other, definite lengths only.

Nothing is judged but the framing.
"""

from __future__ import annotations

SEQUENCE, EXPLICIT_0 = 0x30, 0xA0
_LONG = 0x80


def elements(content: bytes) -> list[tuple[int, bytes]]:
    """(tag, content) of every element of `content`. Raises ValueError for what is cut off or indefinite."""
    found: list[tuple[int, bytes]] = []
    at = 0
    while at < len(content):
        tag, start, end = _framed(content, at)
        found.append((tag, content[start:end]))
        at = end
    return found


def within(content: bytes, tag: int) -> list[tuple[int, bytes]]:
    """The elements of the one element that `content` is. Raises ValueError when it is of another tag."""
    (only,) = elements(content)
    if only[0] != tag:
        raise ValueError(f"tag {only[0]:#x}")
    return elements(only[1])


def element(tag: int, *parts: bytes) -> bytes:
    """Tag, length, and the parts."""
    content = b"".join(parts)
    size = len(content)
    if size < _LONG:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, _LONG | len(length))) + length + content


def _framed(content: bytes, at: int) -> tuple[int, int, int]:
    """(tag, where its content starts, where it ends)."""
    if at + 2 > len(content):
        raise ValueError("cut off")
    tag, size, start = content[at], content[at + 1], at + 2
    if size == _LONG or size > _LONG + 4:
        raise ValueError("length")
    if size > _LONG:
        start += size - _LONG
        size = int.from_bytes(content[at + 2 : start], "big")
    if start + size > len(content):
        raise ValueError("cut off")
    return tag, start, start + size
