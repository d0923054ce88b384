"""`untagged detect` on a board that no engine knows: a table that can be pasted, and what it reads."""

import json
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.cli import main
from crawler.commands.detect import propose
from crawler.config import load_config
from crawler.recording import read_recording
from spiders.base.reading import read_answer
from spiders.base.registry import detect, engine_class
from tests.loopback import Reply, serving

RECORDINGS = Path(__file__).parents[1] / "recordings"

LISTING = "<html><body>" + "".join(
    f'<div class="topic"><a class="subject" href="/t/{n}">Kettles, part {n} of many</a> <span class="answers">{n}</span> '
    f'<span class="last">2025-05-0{n} 10:00</span></div>'
    for n in range(1, 6)
) + "</body></html>"  # fmt: skip
THREAD = '<html lang="en"><body><h1>Kettles</h1>' + "".join(
    f'<div class="msg" id="msg-{n * 19 + 400}"><b class="nick">user{n % 3}</b> <i class="when">2025-05-0{n} 11:00</i>'
    f'<div class="said">In my house the {room} kettle "sings" at night.</div></div>'
    for n, room in enumerate(["red", "old", "big", "tin", "new"], 1)
) + "</body></html>"  # fmt: skip


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    for name, body in (("listing.html", LISTING), ("thread.html", THREAD)):
        (tmp_path / name).write_text(body)
    return str(tmp_path / "listing.html"), str(tmp_path / "thread.html")


def test_a_listing_and_a_thread_make_one_table(files, tmp_path: Path, capsys) -> None:
    assert main(["detect", *files, "--url", "https://board.example/forum"]) == 0
    out = capsys.readouterr().out
    table = "[board-example]" + out.split("[board-example]")[-1]
    options = tomllib.loads(table)["board-example"]["options"]
    assert (options["row"], options["post"], options["key"]) == ("div.topic", "div.msg", r"@id ~ (\d+)\D*$")
    assert "# reads 5 posts, 0 threads here" in out
    assert "user1 · 2025-05-01 11:00:00+00:00 · In my house the red kettle" in out
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "board.toml").write_text(table)
    (tmp_path / "brands.toml").write_text('["Acme"]\nterms = ["Acme"]\n')
    site = load_config(tmp_path).site("board-example")
    assert (site.engine, site.options["row"]) == ("selectors", "div.topic")


def test_a_listing_s_address_is_enough(tmp_path: Path, monkeypatch, capsys) -> None:
    """One thread is looked at, too; and no configuration is needed to begin with."""
    monkeypatch.chdir(tmp_path)
    with serving({"/forum": Reply(body=LISTING), "/t/5": Reply(body=THREAD)}) as web:
        assert main(["detect", web.url("/forum")]) == 0
        assert web.paths() == ["/forum", "/t/5"]
    out = capsys.readouterr().out
    (table,) = tomllib.loads(out).values()
    assert (table["url"], table["options"]["row"], table["options"]["post"]) == (web.url("/forum"), "div.topic", "div.msg")


def test_what_the_table_reads_is_shown_by_check(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    with serving({"/forum": Reply(body=LISTING), "/t/5": Reply(body=THREAD), "/t/2": Reply(body=THREAD)}) as web:
        main(["detect", web.url("/forum")])
        (tmp_path / "config" / "sites").mkdir(parents=True)
        (tmp_path / "config" / "brands.toml").write_text('["Acme"]\nterms = ["Acme"]\n')
        (name,) = tomllib.loads(table := capsys.readouterr().out)
        (tmp_path / "config" / "sites" / "a.toml").write_text(table + "delay = 0\n")
        assert main(["check", name]) == 0
        assert "5 threads, which a crawl would open." in capsys.readouterr().out
        assert main(["check", name, "--url", web.url("/t/2")]) == 0
        assert "user1" in capsys.readouterr().out
        assert main(["check", name, "--url", "https://elsewhere.example/t/2"]) == 2
        assert f"is no page of {name}" in capsys.readouterr().err


def test_a_thread_that_cannot_be_had_leaves_the_listing(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    with serving({"/forum": Reply(body=LISTING)}) as web:
        assert main(["detect", web.url("/forum")]) == 0
    assert "# give a thread of this board, too" in capsys.readouterr().out


def test_what_a_table_lacks_is_said(files, capsys) -> None:
    main(["detect", files[0], "--url", "https://board.example/forum"])
    assert "# give a thread of this board, too" in capsys.readouterr().out
    main(["detect", files[1], "--url", "https://board.example/t/1"])
    assert "# give a listing of threads of this board, too" in capsys.readouterr().out


def test_json_has_the_table(files, capsys) -> None:
    main(["detect", files[1], "--url", "https://board.example/t/1", "--json"])
    row = json.loads(capsys.readouterr().out)
    assert (row["engine"], row["score"]) == ("selectors", 0.8)
    assert tomllib.loads(row["table"])["board-example"]["options"]["author"] == "b.nick"


def test_a_batch_reads_by_the_proposal(files, tmp_path: Path, capsys) -> None:
    (tmp_path / "batch").write_text(json.dumps({"id": 1, "engine": None, "url": "https://board.example/t/1", "file": files[1]}))
    assert main(["parse", "--batch", str(tmp_path / "batch")]) == 0
    row = json.loads(capsys.readouterr().out)
    assert (row["engine"], [m["author"] for m in row["mentions"]]) == ("selectors", ["user1", "user2", "user0", "user1", "user2"])


def test_unknown_is_said(tmp_path: Path, capsys) -> None:
    (tmp_path / "page.html").write_text("<html><body><p>Welcome to our shop.</p></body></html>")
    assert main(["detect", str(tmp_path / "page.html"), "--url", "https://shop.example/"]) == 1
    assert "no engine recognises this page" in capsys.readouterr().out


def test_the_tables_of_known_engines_load_and_read(tmp_path: Path) -> None:
    """Every recorded page that is recognised is given a table that the configuration takes, and by which its engine reads that page."""
    answers, tables = {}, []
    for folder in sorted(file.parent for file in RECORDINGS.glob("*/*/answer.json")):
        answer = read_recording(folder)
        found = detect(answer)
        if found is not None and found.engine == folder.parent.name:
            name = f"{folder.parent.name}-{folder.name}".replace("_", "-")
            answers[name] = answer
            tables += [f"[{name}]", *propose(answer, found)[1:]]
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "all.toml").write_text("\n".join(tables).replace('terms_accepted = ""', 'terms_accepted = "our own account"'))
    (tmp_path / "brands.toml").write_text('["Acme"]\nterms = ["Acme"]\n')
    config = load_config(tmp_path)
    assert len(answers) > 200
    for name, answer in answers.items():
        site, engine = config.site(name), engine_class(answer.site.engine)
        assert site.engine == engine.engine
        assert type(name, (engine,), {"name": name, "site": site})().first_ask().url.startswith("http")
        recorded, read = (read_answer(engine, replace(answer, site=one)) for one in (answer.site, replace(site, name=answer.site.name)))
        assert read.outcome == recorded.outcome
        if answer.site.options == site.options:
            assert [one.text for one in read.mentions] == [one.text for one in recorded.mentions]
