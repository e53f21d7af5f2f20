import json
import shutil
from pathlib import Path

import pytest

from overt import report
from overt.errors import InputError, OutputError


@pytest.fixture
def copy(made: dict[str, Path], tmp_path: Path) -> Path:
    shutil.copytree(made["small"], tmp_path / "copy")
    return tmp_path / "copy"


@pytest.mark.parametrize(
    "name", ["findings.json", "edges.parquet", "accounts.parquet", "networks.parquet", "receipts.parquet"]
)
def test_a_missing_result_is_named(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(InputError, match=rf"{name}: no such file; run `overt scan`"):
        report.write(copy)


@pytest.mark.parametrize(
    "name", ["findings.json", "edges.parquet", "accounts.parquet", "networks.parquet", "receipts.parquet"]
)
def test_a_truncated_result_is_named_and_the_old_page_stays(copy: Path, name: str) -> None:
    before = (copy / "report.html").read_bytes()
    (copy / name).write_bytes((copy / name).read_bytes()[:200])
    with pytest.raises(InputError, match=name):
        report.write(copy)
    assert (copy / "report.html").read_bytes() == before


def test_findings_of_another_version_are_refused(copy: Path) -> None:
    (copy / "findings.json").write_text('{"schema": "overt.findings/9"}')
    with pytest.raises(InputError, match=r"the schema is 'overt\.findings/9', expected 'overt\.findings/1'"):
        report.write(copy)


def test_a_disk_that_takes_nothing_leaves_no_half_page(copy: Path, monkeypatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    before = (copy / "report.html").read_bytes()
    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OutputError, match=r"report\.html: cannot be written \(No space left on device\)"):
        report.write(copy)
    assert (copy / "report.html").read_bytes() == before
    assert not list(copy.glob("*.part"))


def test_findings_with_next_to_nothing_in_them_still_make_a_page(copy: Path) -> None:
    findings = {"schema": "overt.findings/1", "run": {}, "networks": [{"id": "N1", "top_receipts": [{}]}, {}]}
    (copy / "findings.json").write_text(json.dumps(findings))
    report.write(copy)
    page = (copy / "report.html").read_text(encoding="utf-8")
    assert "Undefined" not in page and "None" not in page


def test_lone_halves_of_surrogates_do_not_stop_the_page(copy: Path) -> None:
    findings = json.loads((copy / "findings.json").read_text())
    findings["networks"][0]["summary"] = findings["networks"][0]["accounts"][0]["account_id"] = "bad \ud83d half"
    (copy / "findings.json").write_text(json.dumps(findings))
    report.write(copy)
    assert "U+D83D" in (copy / "report.html").read_text(encoding="utf-8")
