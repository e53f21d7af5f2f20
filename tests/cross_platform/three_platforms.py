"""A simulated crowd and an operation on three platforms, written as the exports that analysts hold of each."""

import csv
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from overt.simulate import CrowdSpec, OperationSpec, crowd, plant
from overt.sources.exports.x_archive import COLUMNS

PLATFORMS = ("telegram", "tiktok", "x")
BEHIND = {"telegram": 0, "tiktok": 25, "x": 70}
"""Seconds by which members come later than the occasion, by platform."""
RIVERS = (
    "Amber Weir",
    "Birch Lock",
    "Cedar Ford",
    "Dale Sluice",
    "Elder Quay",
    "Fern Mole",
    "Gorse Pier",
    "Hazel Dock",
)


@dataclass(frozen=True)
class Written:
    """The files, and the members of the operation as (platform, account_id)."""

    files: list[Path]
    members: set[tuple[str, str]]


def write(folder: Path, seed: int = 3, accounts: int = 240, members: int = 12, jitter: float = 20) -> Written:
    """X archive CSV, TikTok NDJSON and Telegram JSON; a member's handle on X and TikTok is that of another member.

    Every account is on one platform; a third of the members are on each.
    """
    people = crowd(CrowdSpec(accounts=accounts, days=8, fandoms=0, posts_median=8, seed=seed))
    plan = OperationSpec(accounts=members, objects=25, jitter=jitter, cover=0.5, traces=("url", "text", "url+text"))
    posts, answers = plant(people, [plan], seed)
    ring = sorted(row["account_id"] for row in answers.to_pylist() if row["role"] == "operation")
    others = sorted(row["account_id"] for row in answers.to_pylist() if row["role"] != "operation")
    place = {name: (PLATFORMS[number % 3], number // 3) for number, name in enumerate(ring)}
    place |= {name: (PLATFORMS[number % 3], 100 + number) for number, name in enumerate(others)}
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in PLATFORMS}
    for row in posts.sort_by("created_at").to_pylist():
        platform, number = place[row["account_id"]]
        if platform == "tiktok" and row["kind"] == "repost":
            continue
        late = BEHIND[platform] if number < 100 else 0
        row["t"] = int(row["created_at"].timestamp()) + late
        rows[platform].append({**row, "name": _name(number)})
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / "x_tweets_csv_hashed.csv", folder / "videos.ndjson", folder / "result.json"]
    _x(files[0], rows["x"])
    _tiktok(files[1], rows["tiktok"])
    _telegram(files[2], rows["telegram"])
    ids = {"x": lambda name, _: name, "tiktok": lambda _, number: _handle(_name(number)), "telegram": _person}
    found = {(place[name][0], ids[place[name][0]](name, place[name][1])) for name in ring}
    return Written(files, found)


def _name(number: int) -> str:
    """Members on different platforms bear the same names; of the crowd, two in forty bear one name."""
    return RIVERS[number] if number < len(RIVERS) else f"Gauge {number - (number % 40 == 1)}"


def _handle(name: str) -> str:
    return name.lower().replace(" ", ".")


def _person(name: str, number: int) -> str:
    return f"user{name[:10]}"


def _x(path: Path, rows: list[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="", quoting=csv.QUOTE_ALL)
        writer.writeheader()
        for row in rows:
            writer.writerow(
                {
                    "tweetid": row["post_id"],
                    "userid": row["account_id"],
                    "user_screen_name": _handle(row["name"]).replace(".", "_") if "Gauge" not in row["name"] else "",
                    "user_display_name": row["name"],
                    "tweet_language": row["lang"] or "",
                    "tweet_text": row["text"],
                    "tweet_time": datetime.fromtimestamp(row["t"], UTC).strftime("%Y-%m-%d %H:%M"),
                    "is_retweet": str(row["kind"] == "repost"),
                    "retweet_userid": row["repost_of_account"] or "",
                    "retweet_tweetid": row["repost_of"] or "",
                    "hashtags": f"[{', '.join(row['hashtags'])}]",
                    "urls": f"[{', '.join(row['urls'])}]",
                }
            )


def _tiktok(path: Path, rows: list[dict[str, Any]]) -> None:
    lines = [
        json.dumps(
            {
                "id": int(row["post_id"]),
                "create_time": row["t"],
                "username": _handle(row["name"]),
                "video_description": row["text"],
                "hashtag_names": row["hashtags"],
            }
        )
        for row in rows
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _telegram(path: Path, rows: list[dict[str, Any]]) -> None:
    messages = [
        {
            "id": number,
            "type": "message",
            "date": datetime.fromtimestamp(row["t"], UTC).strftime("%Y-%m-%dT%H:%M:%S"),
            "date_unixtime": str(row["t"]),
            "from": row["name"],
            "from_id": _person(row["account_id"], 0),
            **({"forwarded_from": row["repost_of_account"]} if row["kind"] == "repost" else {}),
            "text": [
                {"type": "link", "text": word} if word.startswith("http") else f"{word} "
                for word in row["text"].split()
            ],
        }
        for number, row in enumerate(rows, 1)
    ]
    chat = {"name": "Water levels", "type": "public_supergroup", "id": 1987654321, "messages": messages}
    path.write_text(json.dumps(chat, ensure_ascii=False), encoding="utf-8")
