"""Which colour and dash stands for which trace: the same on the whole page.

The colours are those of Okabe and Ito, chosen to be told apart by colour-blind readers; the style sheet
darkens or lightens them where paper or night needs it for a contrast of 3 to 1. Dashes repeat in form what
colour says.
"""

from collections.abc import Iterable

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
"""Okabe and Ito's palette without yellow, in the order of the classes c0 to c6."""


class Palette:
    """The class name (c0 to c6) of every trace; the seventh class is shared by all that are left."""

    def __init__(self, traces: Iterable[str]) -> None:
        self.order = list(dict.fromkeys(traces))

    def of(self, trace: object) -> str:
        """The style class of a trace."""
        name = str(trace)
        place = self.order.index(name) if name in self.order else len(COLOURS)
        return f"c{min(place, len(COLOURS) - 1)}"

    def rgb(self, trace: object) -> tuple[int, int, int]:
        """Red, green and blue of a trace, 0 to 255."""
        code = COLOURS[int(self.of(trace)[1:])]
        return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)
