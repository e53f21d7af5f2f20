import pytest

from overt.errors import InputError, UsageError
from overt.model.post import POST_FIELDS
from overt.sources.aliases import ALIASES, fold
from overt.sources.columns import check, make_plan, values_of

from .conftest import Files


def fields(header: str, *rows: str, **mapping: str) -> dict[str, str]:
    names = header.split(",")
    cells = list(zip(*(row.split(",") for row in rows), strict=True)) or [()] * len(names)
    sample = {name: list(column) for name, column in zip(names, cells, strict=True)}
    plan = make_plan("posts.csv", names, sample, mapping, {})
    check(plan, "posts.csv", names)
    return plan.fields


def test_every_field_of_posts_has_names() -> None:
    only_kind = {"is_repost", "is_reply", "is_quote"}
    assert set(ALIASES) - only_kind == {f.name for f in POST_FIELDS} - {"file", "row"}
    for name, aliases in ALIASES.items():
        assert aliases[0] == name
        assert len({fold(a) for a in aliases}) == len(aliases)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        # coordination-network-toolkit
        ("message_id,user_id,username,repost_id,reply_id,message,timestamp,urls",
         {"post_id": "message_id", "account_id": "user_id", "repost_of": "repost_id", "reply_to": "reply_id",
          "text": "message", "created_at": "timestamp", "urls": "urls"}),
        # 4CAT
        ("id,thread_id,body,author,author_id,timestamp,link,tags,like_count",
         {"post_id": "id", "text": "body", "account_id": "author_id", "created_at": "timestamp",
          "urls": "link",
          "hashtags": "tags", "likes": "like_count"}),
        # CrowdTangle
        ("Page Name,User Name,Facebook Id,Post Created,Likes,Comments,Shares,Message,Link,URL",
         {"account_id": "Facebook Id", "created_at": "Post Created", "likes": "Likes", "comments": "Comments",
          "shares": "Shares", "text": "Message", "urls": "Link"}),
        # TikTok
        ("video_id,username,create_time,video_description,hashtag_names,music_id,view_count,share_count",
         {"post_id": "video_id", "account_id": "username", "created_at": "create_time",
          "text": "video_description", "hashtags": "hashtag_names", "sound_id": "music_id",
          "views": "view_count", "shares": "share_count"}),
        # X API, flattened
        ("id,author_id,author.username,created_at,text,lang,source,public_metrics.like_count,entities.hashtags",
         {"post_id": "id", "account_id": "author_id", "created_at": "created_at", "text": "text",
          "lang": "lang",
          "client": "source", "likes": "public_metrics.like_count", "hashtags": "entities.hashtags"}),
        # X API of the older kind
        ("id,id_str,created_at,full_text,user.id,user.id_str,user.screen_name,retweeted_status.id_str,is_quote_status",
         {"post_id": "id_str", "created_at": "created_at", "text": "full_text", "account_id": "user.id_str",
          "repost_of": "retweeted_status.id_str", "is_quote": "is_quote_status"}),
    ],
)  # fmt: skip
def test_known_headers(header: str, expected: dict[str, str]) -> None:
    assert fields(header) == expected


def test_punctuation_and_case_do_not_count() -> None:
    assert fields("User-ID,createdAt,TWEET TEXT") == {
        "account_id": "User-ID", "created_at": "createdAt", "text": "TWEET TEXT"}  # fmt: skip


def test_a_handle_does_not_beat_an_id() -> None:
    assert fields("screen_name,author,author_id,date", "x,y,1,2020-01-01")["account_id"] == "author_id"
    assert fields("screen_name,author_id,date", "x,,2020-01-01")["account_id"] == "screen_name"  # the id is empty


def test_created_at_beats_timestamp_where_both_are_times() -> None:
    assert fields("user_id,timestamp,created_at", "a,1577836800,2020-01-01")["created_at"] == "created_at"
    assert fields("user_id,timestamp,created_at", "a,1577836800,yesterday")["created_at"] == "timestamp"


def test_url_beside_a_text_is_the_address_of_the_post() -> None:
    assert "urls" not in fields("user_id,date,text,url")
    assert fields("user_id,date,url")["urls"] == "url"


def test_type_counts_only_with_known_words() -> None:
    assert fields("user_id,date,type", "a,2020-01-01,retweet")["kind"] == "type"
    assert "kind" not in fields("user_id,date,type", "a,2020-01-01,Link")


def test_content_where_names_say_nothing() -> None:
    found = fields(
        "who,what,when,n",
        "@ann,a longer text with words,2020-01-01 10:00,3",
        "@bob,another text with words,2020-01-02 11:00,4",
    )
    assert found == {"created_at": "when", "account_id": "who", "text": "what"}
    assert fields("handle,wann,n", "a,1577836800,3", "b,1577836801,4")["created_at"] == "wann"
    assert fields("handle,wo,wann", "a,https://e.org/1,2020-01-01", "b,https://e.org/2,2020-01-01")["urls"] == "wo"
    with pytest.raises(InputError):  # ids are no times, whatever their size
        fields("handle,some_id", "a,1577836800")


def test_what_is_guessed_is_said(files: Files) -> None:
    reading = files.open(files.write("posts.csv", "handle,wann\na,2020-01-01 10:00\n"))
    assert reading.notices == [
        "posts.csv: no column is named like created_at; wann was read as created_at for what it holds "
        "(--map created_at=COLUMN says otherwise)"]  # fmt: skip


def test_map_wins(files: Files) -> None:
    data = "user_id,owner,created_at,text,note\na,b,2020-01-01,x,y\n"
    row = files.read("posts.csv", data, mapping={"account_id": "OWNER", "text": "note"})[0]
    assert (row["account_id"], row["text"]) == ("b", "y")
    assert files.read("posts.csv", data, mapping={"text": ""})[0]["text"] is None


def test_map_in_several_files(files: Files) -> None:
    one = files.write("one.csv", "who,created_at\na,2020-01-01\n")
    two = files.write("two.csv", "user_id,created_at\nb,2020-01-01\n")
    rows = files.rows(files.open(one, two, mapping={"account_id": "who"}))
    assert [(r["account_id"], r["file"]) for r in rows] == [("a", 0), ("b", 1)]
    with pytest.raises(UsageError, match="no column is called nobody"):
        files.open(one, two, mapping={"account_id": "nobody"})


def test_id_columns_become_traces(files: Files) -> None:
    one = files.write(
        "one.csv",
        "user_id,created_at,url_id,music\na,2020-01-01,6971.0,m1\na,2020-01-01,,m2\na,2020-01-01,NaN,1e3\n",
    )
    two = files.write("two.csv", "user_id,created_at,Hashtag_ID\nb,2020-01-01,x\n")
    reading = files.open(one, two, trace_columns={"sound": "music"})
    assert reading.id_traces == ["hashtag_id", "sound", "url_id"]
    assert reading.schema.names[-3:] == ["trace_hashtag_id", "trace_sound", "trace_url_id"]
    rows = files.rows(reading)
    assert [(r["trace_url_id"], r["trace_sound"], r["trace_hashtag_id"]) for r in rows] == [
        ("6971", "m1", None), (None, "m2", None), (None, "1e3", None), (None, None, "x")]  # fmt: skip
    assert reading.files[0].columns["trace_sound"] == "music"


def test_damaged_object_ids_cost_their_row(files: Files) -> None:
    assert len(files.read("posts.csv", "user_id,created_at,url_id\na,2020-01-01,7.1E+18\nb,2020-01-01,7\n")) == 1


def test_values_of_takes_absent_values_out() -> None:
    assert values_of(["a", None, "", float("nan"), 0]) == ["a", 0]


def test_a_list_of_accounts_is_not_taken_for_posts(files: Files) -> None:
    for column in (
        "account_creation_date",
        "earliest_tweet_datetime",
        "Twitter_account_start_time",
        "birthday",
    ):
        with pytest.raises(InputError, match="no column looks like the time of a post"):
            files.read("accounts.csv", f"account_id,{column}\na,2015-01-01\n")
