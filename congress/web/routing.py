"""Addresses by the name of their route, looked up in a table: pages ask for dozens of them."""

from collections.abc import Iterable
from urllib.parse import quote

from starlette.convertors import IntegerConvertor, register_url_convertor
from starlette.routing import BaseRoute, Route


class Id(IntegerConvertor):
    """``{id:int}`` in a route: a number that a database can hold; any longer one is no address of ours."""

    regex = "[0-9]{1,18}"


register_url_convertor("int", Id())


class Addresses:
    """``address("motions.show", id=7)`` is ``/motions/7``. Raises KeyError on an unknown name or a missing part."""

    def __init__(self, routes: Iterable[BaseRoute]) -> None:
        self.formats = {route.name: route.path_format for route in routes if isinstance(route, Route)}

    def __call__(self, name: str, /, **parts: object) -> str:
        return self.formats[name].format(**{k: quote(str(v), safe="") for k, v in parts.items()})
