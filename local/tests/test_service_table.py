"""The script that writes the guard's table of endpoint services."""

import json

import services


def run(tmp_path, names, reference=()):
    (tmp_path / "names.json").write_text(json.dumps(names))
    (tmp_path / "reference.json").write_text(json.dumps([{"service": prefix} for prefix in reference]))
    written = tmp_path / "services.json"
    services.main(
        [
            f"--names={tmp_path / 'names.json'}",
            f"--reference={(tmp_path / 'reference.json').as_uri()}",
            f"--table={written}",
        ]
    )
    return written.read_text()


def test_theTableIsAsTheScriptWritesIt(tmp_path):
    assert run(tmp_path, []) == services.TABLE.read_text()


def test_aNewNameGetsThePrefixThatAwsLists(tmp_path):
    names = ["com.amazonaws.eu-west-1.newthing-data-fips", "com.amazonaws.vpce.eu-west-1.vpce-svc-0a"]
    rows = json.loads(run(tmp_path, names, ["new", "newthing"]))["services"]

    assert rows["newthing-data"] == {"prefix": "newthing"}
    assert len(rows) == len(json.loads(services.TABLE.read_text())["services"]) + 1


def test_aNameWithoutAPrefixIsToldAndLeftOut(tmp_path, capsys):
    assert "newthing" not in run(tmp_path, ["com.amazonaws.eu-west-1.newthing"], ["new"])
    assert "no prefix of IAM for newthing" in capsys.readouterr().err


def test_withoutAnAnswerOfAwsThePrefixesStay(tmp_path, capsys):
    written = tmp_path / "services.json"
    services.main([f"--reference={(tmp_path / 'missing').as_uri()}", f"--table={written}"])

    assert written.read_text() == services.TABLE.read_text()
    assert "does not answer" in capsys.readouterr().err
