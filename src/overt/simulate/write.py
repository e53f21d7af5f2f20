"""Writes a simulated data set: the posts, and the answers beside them."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow import csv

from overt.errors import OutputError


def write(posts: Any, answers: Any, directory: str | Path) -> None:
    """posts.parquet, answers.parquet and answers.csv. Raises OutputError when they cannot be written.

    In the CSV, values that a spreadsheet would take for a formula get an apostrophe in front. The roles in
    the posts' metadata are not written: the answers stand in the answers' files alone.
    """
    folder = Path(directory)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        pq.write_table(posts.replace_schema_metadata(None), folder / "posts.parquet")
        pq.write_table(answers, folder / "answers.parquet")
        csv.write_csv(_defused(answers), folder / "answers.csv")
    except OSError as error:
        raise OutputError(error.strerror or str(error), where=str(folder), mend="choose another directory") from error


def _defused(answers: Any) -> Any:
    names = answers.column_names
    columns = [pc.replace_substring_regex(answers[name], r"^([=+@\t\r-])", r"'\1") for name in names]
    return pa.table(columns, names=names)
