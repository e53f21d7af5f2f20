"""Parts: which things hang together, by way of others or not."""


class Parts:
    """Numbers from 0, each in a part of its own until joined; a part is called by its lowest number."""

    def __init__(self, number: int) -> None:
        self._up = list(range(number))

    def of(self, item: int) -> int:
        """The lowest number of the part."""
        while self._up[item] != item:
            self._up[item] = self._up[self._up[item]]
            item = self._up[item]
        return item

    def join(self, one: int, two: int) -> int:
        """Makes one part of two; returns what it is called."""
        low, high = sorted((self.of(one), self.of(two)))
        self._up[high] = low
        return low
