import socket

import pytest
from lienthong_local.failure import StackError
from lienthong_local.ports import HIGHEST, LOWEST, PLACES, SHARE, Ports, share


def test_ports_stay_below_those_of_outgoing_connections(tmp_path):
    ports = Ports(tmp_path / "ports.json", {})
    taken = {ports.take(f"service-{i}") for i in range(20)}
    assert len(taken) == 20
    assert max(taken) < HIGHEST < 32768


def test_a_stack_comes_back_on_the_same_ports(tmp_path):
    first = Ports(tmp_path / "ports.json", {}).take("portal-0")
    assert Ports(tmp_path / "ports.json", {}).take("portal-0") == first


def test_a_fixed_port_in_use_is_named_with_what_to_do(tmp_path):
    base = Ports.any_free()
    with socket.socket() as other:
        other.bind(("127.0.0.1", base + PLACES.index("kafka")))
        other.listen()
        with pytest.raises(StackError, match="wanted for kafka, is in use: end what listens there"):
            Ports(tmp_path / "ports.json", {"LIENTHONG_PORT_BASE": str(base)}).take("kafka")


@pytest.mark.parametrize("base", ["80", "50000", "high"])
def test_a_base_that_is_no_port_is_refused(tmp_path, base):
    with pytest.raises(StackError, match="is not a port between"):
        Ports(tmp_path / "ports.json", {"LIENTHONG_PORT_BASE": base})


@pytest.mark.parametrize("of", [1, 2, 3, 4, 7])
def test_processes_that_share_the_tests_never_choose_the_same_port(of):
    bounds = [share(f"{place}/{of}") for place in range(1, of + 1)]
    chosen = [port for lowest, highest in bounds for port in range(lowest, highest)]
    assert len(chosen) == len(set(chosen)) > 0.99 * (HIGHEST - LOWEST)
    assert (min(chosen), share("")) == (LOWEST, (LOWEST, HIGHEST))
    assert max(chosen) < HIGHEST


def test_a_port_is_chosen_from_the_share_of_this_process(monkeypatch):
    monkeypatch.setenv(SHARE, "3/7")
    lowest, highest = share("3/7")
    assert all(lowest <= Ports.any_free() < highest for _ in range(50))
