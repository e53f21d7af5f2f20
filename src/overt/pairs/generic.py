"""What says nothing because very many use it: common objects, generic phrases, templates, and what stands beside them.

Everything here is decided by how many accounts used a thing, never by when: leaving it out favours no test.

- A generic phrase is a text that more accounts used than its trace allows; hashtags, sites and the like are common.
- A template is filled in by a machine: the texts differ and their ends do not. The frame of a text is how it begins
  and how it ends, each as long as the shortest text that counts, numbers folded (a text too short for both ends has
  two frames, its beginning and its end). Texts of a frame that more accounts used than a phrase may have say nothing,
  however rare each of them is.
- A link or tag that more accounts than that used beside generic texts of their own, and that stands beside others no
  more often, was filled in with them.
"""

from collections.abc import Sequence

from overt.engine import Table, greatest, literal, row_number, window

GAP = " … "
COMMON, PHRASE, TEMPLATE, BESIDE = "common", "phrase", "template", "beside"
"""Why an object was left out."""


def common(popularity: Table, caps: dict[str, int], times: dict[str, int], worded: Sequence[str]) -> Table:
    """trace, object, why: the objects that had more users, or more uses, than their trace allows."""
    over = popularity.filter(
        (popularity.d > by_trace(popularity, caps)) | (popularity.uses > by_trace(popularity, times))
    )
    is_text = over.trace.isin(list(worded)) if worded else literal(False)
    return over.select("trace", "object", why=is_text.ifelse(PHRASE, COMMON))


def frames(objects: Table, worded: Sequence[str], least: int) -> Table:
    """trace, object, frame: one row for each frame of each text. `least`: characters of a text that counts."""
    texts = objects.filter(objects.trace.isin(list(worded)))
    texts = texts.select("trace", object=texts.id, text=texts.object.re_replace("[0-9]+", "0"))
    length = texts.text.length()
    head, tail = texts.text.substr(0, least), texts.text.substr(greatest(length - least, 0), least)
    long = length >= 2 * least
    both = texts.filter(long).select("trace", "object", frame=head.concat(literal(GAP), tail))
    begins = texts.filter(~long).select("trace", "object", frame=head.concat(literal(GAP.rstrip())))
    ends = texts.filter(~long).select("trace", "object", frame=literal(GAP.lstrip()).concat(tail))
    return both.union(begins).union(ends)


def templates(uses: Table, frames: Table, cap: int) -> Table:
    """trace, object, frame, accounts, texts: the texts of frames that over `cap` accounts filled in, not all alike."""
    filled = uses.select("trace", "object", "account").distinct().join(frames, ["trace", "object"])
    popular = filled.group_by("trace", "frame").agg(accounts=filled.account.nunique(), texts=filled.object.nunique())
    popular = popular.filter((popular.accounts > cap) & (popular.texts > 1))
    return frames.join(popular, ["trace", "frame"])


def beside(uses: Table, generic: Table, own: Table, worded: Sequence[str], cap: int) -> Table:
    """trace, object, why: what more than `cap` accounts used in own posts with a generic text, and mostly in those.

    `generic`: trace and object of the texts that say nothing; `own`: post_key of posts that are no reposts.
    """
    posts = uses.semi_join(generic, ["trace", "object"]).select("post_key").distinct().semi_join(own, "post_key")
    others = uses.filter(uses.trace.notin(list(worded)))
    there = others.semi_join(posts, "post_key")
    there = there.group_by("trace", "object").agg(accounts=there.account.nunique(), here=there.count())
    there = there.filter(there.accounts > cap)
    everywhere = others.semi_join(there, ["trace", "object"])
    everywhere = everywhere.group_by("trace", "object").agg(uses=everywhere.count())
    both = there.join(everywhere, ["trace", "object"])
    return both.filter(2 * both.here >= both.uses).select("trace", "object", why=literal(BESIDE))


def with_templates(common: Table, templates: Table) -> Table:
    """trace, object, why: what is common, and the texts of templates."""
    return also(common, templates.select("trace", "object").distinct().mutate(why=literal(TEMPLATE)))


def also(first: Table, second: Table) -> Table:
    """trace, object, why: all rows of `first` and, of `second`, those for other objects."""
    return first.union(second.anti_join(first, ["trace", "object"]))


def most_used(left_out: Table, popularity: Table, templates: Table, objects: Table, number: int) -> Table:
    """trace, why, name, accounts, uses, texts, place: of each trace the `number` things left out that most used.

    A template stands for all of its texts: its name is its frame, and `uses` is null; `texts` is null for others.
    """
    named = objects.select("trace", name=objects.object, object=objects.id)
    single = left_out.filter(left_out.why != TEMPLATE).join(popularity, ["trace", "object"])
    single = single.join(named, ["trace", "object"])
    nothing = literal(None).cast("int64")
    single = single.select("trace", "why", "name", accounts=single.d, uses=single.uses, texts=nothing)
    framed = templates.select("trace", "frame", "accounts", "texts").distinct()
    framed = framed.select(
        "trace", why=literal(TEMPLATE), name=framed.frame, accounts=framed.accounts, uses=nothing, texts=framed.texts
    )
    every = single.union(framed)
    size = greatest(every.uses.coalesce(0), every.texts.coalesce(0))
    order = window(group_by=every.trace, order_by=[every.accounts.desc(), size.desc(), every.name])
    placed = every.mutate(place=row_number().over(order))
    return placed.filter(placed.place < number)


def by_trace(table: Table, caps: dict[str, int]) -> Table:
    """The cap of each row's trace; larger than any count where there is none."""
    cap = literal(2**62)
    for trace, value in sorted(caps.items()):
        cap = (table.trace == trace).ifelse(literal(value), cap)
    return cap
