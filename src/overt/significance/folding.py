"""One trial per pair and window: co-uses in one sitting are not independent.

A window of up to a day holds about one sitting. Its co-uses fold into one trial, a hit if any of them is close, at the
chance 1 - prod(1 - pi).

A window of two weeks holds many sittings, and two accounts that share a hundred things in it would be close in some of
them whatever they did: such a trial says nothing. There, uses of one object fold first. Where some object of the window
would be close more likely than not (chance above `EVEN`), only the objects that would not be so by themselves are
looked at, and the trial is a hit if `NEARLY_ALL` of them are close: K of m. Its chance is the sum of theirs over K
(Markov's inequality), which holds however the objects depend on each other. Windows without such an object are no
trial. All of that is settled by the chances, before anything is known of the pair's own closeness.
"""

from dataclasses import dataclass

import numpy as np

from overt.model.co_use import Bools, Floats, Ints
from overt.model.scale import Scale
from overt.model.trial import Trials

LARGEST_CHANCE = 1 - 1e-9
EVEN = 0.5
NEARLY_ALL = 0.95


@dataclass(frozen=True)
class Close:
    """The co-uses of one trace that are closer than B: place among all, object, pair, window, chance, closer than w.

    Sorted by object, as all co-uses are.
    """

    rows: Ints
    object: Ints
    pair: Ints
    window: Ints
    chance: Floats
    hit: Bools

    def select(self, chosen: Bools | Ints) -> "Close":
        """Some of them."""
        return Close(*(getattr(self, name)[chosen] for name in self.__dataclass_fields__))


def folded(trace: int, scale: Scale, close: Close) -> Trials:
    """The trials that the co-uses make."""
    order = np.lexsort([close.window, close.pair])  # stable: the objects of a window stay in order
    here = close.select(order)
    new_window = _new(here.pair, here.window)
    starts = np.flatnonzero(new_window)
    trial = np.cumsum(new_window) - 1
    silent = np.log1p(-np.minimum(here.chance, LARGEST_CHANCE))
    some = -np.expm1(np.add.reduceat(silent, starts)) if len(starts) else silent
    hit = np.bincount(trial, weights=here.hit, minlength=len(starts)) > 0
    made = Trials(
        trace=trace,
        scale=scale,
        rows=here.rows,
        trial=trial,
        chance=some,
        hit=hit,
        pair=here.pair[starts],
        window=here.window[starts],
        needed=np.ones(len(starts), np.int64),
    )
    return _nearly_all(made, here, silent) if scale.by_day else made


def _nearly_all(made: Trials, here: Close, silent: Floats) -> Trials:
    """The same with crowded windows judged by nearly all of their objects. `here` is sorted as the rows of `made`."""
    new_object = _new(here.pair, here.window, here.object)
    item = np.cumsum(new_object) - 1
    items, number = int(new_object.sum()), len(made.pair)
    chance = -np.expm1(np.bincount(item, weights=silent, minlength=items))
    close = np.bincount(item, weights=here.hit, minlength=items) > 0
    of_item = made.trial[new_object]
    crowded = made.chance > EVEN
    told = ~crowded[of_item] | (chance <= EVEN)
    objects = np.bincount(of_item, weights=told, minlength=number)
    needed = np.where(crowded, np.maximum(np.ceil(NEARLY_ALL * objects - 1e-9), 1), 1).astype(np.int64)
    bound = np.bincount(of_item, weights=chance * told, minlength=number) / needed
    met = np.bincount(of_item, weights=close & told, minlength=number) >= needed
    kept = objects > 0
    rows = (told & kept[of_item])[item]
    return Trials(
        trace=made.trace,
        scale=made.scale,
        rows=made.rows[rows],
        trial=(np.cumsum(kept) - 1)[made.trial[rows]],
        chance=np.where(crowded, np.minimum(bound, made.chance), made.chance)[kept],
        hit=np.where(crowded, met, made.hit)[kept],
        pair=made.pair[kept],
        window=made.window[kept],
        needed=needed[kept],
    )


def _new(*keys: Ints) -> Bools:
    """Where a run of equal keys begins."""
    result = np.zeros(len(keys[0]), bool)
    result[:1] = True
    for key in keys:
        result[1:] |= key[1:] != key[:-1]
    return result
