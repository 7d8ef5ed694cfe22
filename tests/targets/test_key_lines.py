"""Reports point at the line of a key."""

from conformance.targets.key_lines import key_lines

TEXT = """# a target
[target]
name = "Acme"   # url = "not here"
url  = "https://layer.example"

[http]
headers = { X-Env = "staging" }

[clock]
template = '''
url = "not here either"
'''

[capabilities.disabled_key]
key_id = "1"

[[known]]
requirement = "NONCE-1"
url = "no key of a target"

[[known]]
reason = "second"
requirement = "NONCE-3"
"""


def test_each_key_has_its_line(tmp_path):
    """Those of tables, of tables within them, and known issues by their requirement."""
    (tmp_path / "t.toml").write_text(TEXT)
    assert key_lines(tmp_path / "t.toml") == {
        **{"target": 2, "target.name": 3, "target.url": 4, "http": 6, "http.headers": 7, "clock": 9},
        **{"clock.template": 10, "capabilities.disabled_key": 14, "capabilities.disabled_key.key_id": 15},
        **{"known.NONCE-1": 17, "known.NONCE-3": 21},
    }


def test_a_file_that_is_gone_has_none(tmp_path):
    """It may be removed while the run goes on."""
    assert key_lines(tmp_path / "gone.toml") == {}
