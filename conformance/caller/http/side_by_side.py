"""Requests that are made side by side because that is faster, and not to race each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_Value = TypeVar("_Value")
_Result = TypeVar("_Result")


def request_each(request: Callable[[_Value], _Result], values: Sequence[_Value], most: int) -> list[_Result]:
    """Return what `request` returns for each of the values, in their order; `most` of them are under way at once.

    Raises what the first that fails has raised, once none is under way; what was not yet asked for is not asked.
    """
    if min(len(values), most) <= 1:
        return [request(value) for value in values]
    with ThreadPoolExecutor(min(len(values), most)) as pool:
        return list(pool.map(request, values))
