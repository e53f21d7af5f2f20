"""What Reddit's API and dumps of it hold, made from the list of fields."""

from typing import Any

_LINK: dict[str, Any] = {
    "id": "1b3abc",
    "name": "t3_1b3abc",
    "author": "one",
    "author_fullname": "t2_7abcd",
    "title": "The level &amp; the bridge",
    "selftext": "",
    "is_self": False,
    "url": "https://example.org/level?a=1&amp;b=2",
    "url_overridden_by_dest": "https://example.org/level?a=1&amp;b=2",
    "domain": "example.org",
    "permalink": "/r/rivers/comments/1b3abc/the_level_the_bridge/",
    "subreddit": "rivers",
    "subreddit_id": "t5_2abc",
    "created": 1709308800.0,
    "created_utc": 1709280000.0,
    "score": 5,
    "ups": 5,
    "num_comments": 2,
    "num_crossposts": 1,
    "new_field": {"a": 1},
}
_CROSSPOST: dict[str, Any] = {
    **{key: value for key, value in _LINK.items() if key != "new_field"},
    "id": "1b3abd",
    "name": "t3_1b3abd",
    "author": "two",
    "title": "The level at the bridge",
    "url": "/r/rivers/comments/1b3abc/the_level_the_bridge/",
    "url_overridden_by_dest": "/r/rivers/comments/1b3abc/the_level_the_bridge/",
    "permalink": "/r/water/comments/1b3abd/the_level/",
    "subreddit": "water",
    "created_utc": 1709280060.0,
    "crosspost_parent": "t3_1b3abc",
    "crosspost_parent_list": [_LINK],
}
_GALLERY: dict[str, Any] = {
    "id": "1b3abe",
    "author": "two",
    "title": "Three bridges",
    "selftext": "[removed]",
    "is_gallery": True,
    "url": "https://www.reddit.com/gallery/1b3abe",
    "gallery_data": {"items": [{"media_id": "m1", "id": 1}, {"media_id": "m2", "id": 2}]},
    "media_metadata": {"m1": {"e": "Image", "s": {"u": "https://preview.redd.it/m1.jpg?width=1&amp;s=x"}}, "m2": {}},
    "subreddit": "rivers",
    "created_utc": 1709280120,
}
LISTING: dict[str, Any] = {
    "kind": "Listing",
    "data": {
        "after": "t3_1b3abe",
        "dist": 3,
        "children": [
            {"kind": "t3", "data": _LINK},
            {"kind": "t3", "data": _CROSSPOST},
            {"kind": "t3", "data": _GALLERY},
            {
                "kind": "t2",
                "data": {
                    "name": "one",
                    "id": "7abcd",
                    "created_utc": 1500000000.0,
                    "is_suspended": False,
                    "icon_img": "https://styles.example.org/one.png?a=1&amp;b=2",
                    "subreddit": {"title": "One", "public_description": "Rivers."},
                },
            },
        ],
    },
}


def _answer(key: str, author: str, parent: str, body: str, replies: Any = "") -> dict[str, Any]:
    data = {
        "id": key,
        "name": f"t1_{key}",
        "author": author,
        "body": body,
        "link_id": "t3_1b3abc",
        "parent_id": parent,
        "subreddit": "rivers",
        "created_utc": 1709280300.0,
        "score": -3,
        "replies": replies,
    }
    return {"kind": "t1", "data": data}


_DEEPER = {
    "kind": "Listing",
    "data": {
        "children": [
            _answer("kt00002", "one", "t1_kt00001", "&gt; since when?\n\nSee u/three and https://example.org/b"),
            _answer("kt00003", "[deleted]", "t1_kt00001", "[deleted]"),
            {"kind": "more", "data": {"count": 4, "name": "t1_kt00009", "id": "kt00009", "children": ["kt00009"]}},
        ]
    },
}
COMMENTS = [
    {"kind": "Listing", "data": {"children": [{"kind": "t3", "data": _LINK}]}},
    {
        "kind": "Listing",
        "data": {"children": [_answer("kt00001", "two", "t3_1b3abc", "since when?", _DEEPER)]},
    },
]
DUMP: list[dict[str, Any]] = [
    {**_LINK, "created_utc": "1709280000", "retrieved_on": 1709290000, "author_created_utc": 1500000000},
    {
        "id": "kt00001",
        "author": "two",
        "body": "since when?",
        "link_id": "t3_1b3abc",
        "parent_id": None,
        "subreddit": "rivers",
        "created_utc": 1709280300,
        "score": 1,
        "retrieved_utc": 1709290000,
    },
    {
        "id": "kt00002",
        "name": "t1_kt00002",
        "author": "one",
        "body": "[removed]",
        "link_id": "t3_1b3abc",
        "parent_id": int("kt00001", 36),
        "subreddit": "rivers",
        "created_utc": 1709280360.0,
        "score": 1,
    },
    {
        "id": "1007046",
        "author": "three",
        "title": "A name of digits",
        "selftext": "x",
        "is_self": True,
        "url": "https://www.reddit.com/r/rivers/comments/1007046/a_name_of_digits/",
        "permalink": "/r/rivers/comments/1007046/a_name_of_digits/",
        "subreddit": "rivers",
        "created_utc": 1672531200,
    },
    {
        "id": "1b3abf",
        "author": "[deleted]",
        "title": "gone",
        "selftext": "[deleted]",
        "permalink": "/r/rivers/comments/1b3abf/gone/",
        "subreddit": "rivers",
        "created_utc": 1709280400,
    },
]
