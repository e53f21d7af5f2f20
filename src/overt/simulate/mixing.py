"""Innocents who follow the accounts of given posts and pass on what those say, as real followers would."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from overt.simulate.attention import REACTION_SPREAD, first_of_each
from overt.simulate.rhythm import DAY, MINUTE

Ints = npt.NDArray[np.int64]

_FOLLOWED = 5
_COLUMNS = ("text", "lang", "urls", "hashtags", "repost_of", "repost_of_account")


def mixed(background: Any, posts: Any, share: float, seed: int) -> Any:
    """The background with a `share` of its reposts turned into reposts of what accounts of `posts` said.

    Each innocent follows five of those accounts, prolific ones more often, and passes on what they said last,
    reposts of theirs included, after a reaction delay of its own. Times and ids of the background stay.
    """
    rng = np.random.default_rng([seed, 20_161])
    again = np.flatnonzero(background["repost_of"].is_valid().to_numpy(zero_copy_only=False))
    rows = np.sort(rng.choice(again, size=round(share * len(again)), replace=False))
    follower = _codes(background["account_id"])
    followed = _codes(posts["account_id"])
    time, said = (table["created_at"].cast(pa.int64()).to_numpy() for table in (background, posts))
    favourites = followed[rng.integers(0, len(followed), (int(follower.max()) + 1, _FOLLOWED))]
    author = favourites[follower[rows], rng.integers(0, _FOLLOWED, len(rows))]
    age = (rng.lognormal(np.log(30), REACTION_SPREAD, len(rows)) * MINUTE).astype(np.int64)
    order = np.lexsort((said, followed))
    base, span = (
        int(min(said.min(), time.min())),
        int(max(said.max(), time.max()) - min(said.min(), time.min())) + 1,
    )
    key = followed[order] * span + said[order] - base
    place = np.searchsorted(key, author * span + np.maximum(time[rows] - age - base, -1), side="right") - 1
    source = order[np.maximum(place, 0)]
    fits = (place >= 0) & (followed[source] == author) & (time[rows] - said[source] < 7 * DAY)
    fits &= first_of_each(follower[rows] * len(said) + source)
    return _replaced(background, posts, rows[fits], source[fits])


def _codes(names: Any) -> Ints:
    codes: Ints = names.combine_chunks().dictionary_encode().indices.to_numpy().astype(np.int64)
    return codes


def _replaced(background: Any, posts: Any, rows: Ints, source: Ints) -> Any:
    """Rows of the background that say what rows of `posts` say."""
    own = posts["kind"].to_numpy(zero_copy_only=False) != "repost"
    named = {"repost_of": "post_id", "repost_of_account": "account_id"}
    take = np.arange(background.num_rows)
    take[rows] = background.num_rows + source
    metadata = background.schema.metadata
    for name in _COLUMNS:
        given = posts[name].combine_chunks()
        if name in named:
            choice = np.where(own, np.arange(len(own)), len(own) + np.arange(len(own)))
            given = pa.concat_arrays([posts[named[name]].combine_chunks(), given]).take(pa.array(choice))
        both = pa.concat_arrays([background[name].combine_chunks(), given.cast(background.schema.field(name).type)])
        at = background.schema.get_field_index(name)
        background = background.set_column(at, background.schema.field(name), both.take(pa.array(take)))
    return background.replace_schema_metadata(metadata)
