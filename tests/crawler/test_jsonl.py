"""JSON lines in and out."""

import io
import json
from typing import Any

import pytest

from crawler import jsonl
from crawler.jsonl import answer_lines
from mentions.errors import UsageError


def answered(raw: bytes, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[dict[str, Any]]]:
    def answer(row: Any) -> dict[str, Any]:
        if row == "broken":
            message = "no good"
            raise UsageError(message)
        return {"twice": row["n"] * 2}

    status = answer_lines(answer, lambda row: {"n": row.get("n") if isinstance(row, dict) else None}, io.BytesIO(raw))
    return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_lines_are_answered_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    assert answered(b'{"n": 1}\n{"n": 2}\r\n\n{"n": 3}', capsys) == (0, [{"twice": 2}, {"twice": 4}, {"twice": 6}])


@pytest.mark.parametrize("line", [b"{", b'"broken"', b"\xff\xfe\xfa", b"[" * 100_000, b'{"n": null}', b"nonsense"])
def test_a_broken_line_is_one_line_with_its_number_and_the_rest_go_on(line: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    status, rows = answered(b'{"n": 1}\n' + line + b'\n{"n": 3}\n', capsys)
    assert (status, rows[0], rows[2], len(rows)) == (1, {"twice": 2}, {"twice": 6}, 3)
    assert rows[1]["error"].startswith("line 2: ")
    assert rows[1]["n"] is None


def test_a_byte_order_mark_is_no_fault(capsys: pytest.CaptureFixture[str]) -> None:
    assert answered(b'\xef\xbb\xbf{"n": 1}\n', capsys) == (0, [{"twice": 2}])


def test_lines_longer_than_a_read_are_whole(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "_CHUNK", 7)
    raw = b"".join(b'{"n": %d, "pad": "%s"}\n' % (n, b"x" * (n % 13)) for n in range(50))
    assert answered(raw, capsys)[1] == [{"twice": 2 * n} for n in range(50)]
