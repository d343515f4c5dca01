"""Whose a data directory is, is told from a file that a killed initdb leaves behind, too."""

from pathlib import Path

import pytest
from lienthong_local.postgres import _holder


@pytest.mark.parametrize("left", ["", "-17104\n/data\n", "0\n", "999999999\n/data\n"])
def test_a_directory_whose_file_names_no_living_server_is_nobodys(tmp_path: Path, left: str) -> None:
    (tmp_path / "postmaster.pid").write_text(left)
    assert _holder(tmp_path) is None
