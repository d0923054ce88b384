"""`untagged db upgrade` relates anew what an older program stored, once."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.cli import main
from pipelines.duplicates import judge
from storage import voices
from storage.database import connect
from tests.storage.made import mention, page, write


def test_what_an_older_program_stored_is_related_anew_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("UNTAGGED_DB", raising=False)
    assert main(["db", "upgrade"]) == 0
    engine = connect("sqlite:///untagged.db")
    older = replace(judge(), version=0)
    write(engine, page(mention("1"), mention("2", "Acme fails")), relate=lambda conn, written: voices.relate(conn, written, older))
    engine.dispose()
    capsys.readouterr()
    assert main(["db", "upgrade"]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == ["2 mentions related anew"]
    assert main(["db", "upgrade", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rekeyed"] == 0
