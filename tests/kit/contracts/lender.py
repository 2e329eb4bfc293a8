"""Tokens as OAuth2 servers lend them."""

from __future__ import annotations

from aiohttp import web


class Lender:
    """`good` are the tokens that are taken; taking one out of it takes it back."""

    def __init__(self, expires_in: object = 3600) -> None:
        self.good: set[str] = set()
        self.lent = 0
        self.expires_in = expires_in

    def lend(self) -> web.Response:
        self.lent += 1
        self.good.add(f"token-{self.lent}")
        answer = {"access_token": f"token-{self.lent}", "token_type": "bearer"}
        return web.json_response({**answer, "expires_in": self.expires_in})

    def knows(self, request: web.Request) -> bool:
        return request.headers.get("Authorization", "").removeprefix("Bearer ") in self.good
