"""The addresses of the API, made once somebody asks for one: half a second that no page waits for."""

from __future__ import annotations

from django.urls import URLResolver
from django.urls.resolvers import RoutePattern


class ApiAddresses(URLResolver):
    """All below `api/v1/`. No page links there, so looking for a page's address does not read the API either."""

    def __init__(self) -> None:
        super().__init__(RoutePattern("api/v1/"), "kuramori.site.api", app_name="ninja", namespace="api")

    def _populate(self) -> None:
        """Django calls this of every part before it looks for the first address by name."""
