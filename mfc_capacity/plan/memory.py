"""What has been worked out lately, by the function that did it and what that was given.

A function sees nothing but its arguments, so they are the key, and none can be forgotten. Arguments that hold arrays
are the same only if they are the very same object, which those are that were remembered themselves.
"""

from collections.abc import Callable, Hashable
from threading import local
from typing import Any, TypeVar, cast

Result = TypeVar("Result")


class Memory(local):
    """Results of this round and of the last one; what neither has asked for is forgotten.

    Every thread has rounds of its own, so that none forgets what another is about to use.
    """

    def __init__(self) -> None:
        self._now: dict[Hashable, Any] = {}
        self._before: dict[Hashable, Any] = {}

    def __reduce__(self) -> tuple[type["Memory"], tuple[()]]:
        """Return how to make one in another process, which begins without memories."""
        return Memory, ()

    def begin_round(self) -> None:
        """Begin a new round."""
        self._now, self._before = {}, self._now

    def once(self, function: Callable[..., Result], *arguments: Hashable) -> Result:
        """Return what a function makes of its arguments, worked out once."""
        key = function, *arguments
        if key not in self:
            self[key] = function(*arguments)
        return cast("Result", self[key])

    def __setitem__(self, key: Hashable, result: Any) -> None:
        """Remember something by a key that what it depends on cannot be left out of."""
        self._now[key] = result

    def __getitem__(self, key: Hashable) -> Any:
        """Return what is remembered."""
        return self._now[key]

    def __contains__(self, key: Hashable) -> bool:
        """Say whether something is remembered, and keep it for another round."""
        if key not in self._now and key in self._before:
            self._now[key] = self._before[key]
        return key in self._now
