"""The containers tell the same story as the local stack: no engine is needed to see that."""

import ast
import os
import re
import shutil
import subprocess
from collections.abc import AsyncGenerator, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import pytest_asyncio
import yaml
from lienthong_local import containers
from lienthong_local.databases import SERVICES, role_of
from lienthong_local.home import CHECKOUT, Home
from lienthong_local.kafka_settings import properties
from lienthong_local.ports import Ports
from lienthong_local.postgres import Postgres, binary
from lienthong_runtime import RuntimeSettings

FILE = CHECKOUT / "docker-compose.yml"
STACK: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))["services"]
OURS = {name: about for name, about in STACK.items() if "build" in about}
_VARIABLE = re.compile(r"\$\{(\w+):-([^}]*)\}")
_ADDRESS = re.compile(r"(?:^|//|@)([\w.-]+):(\d+)")


def environment(name: str) -> dict[str, str]:
    """What a container is told where nothing is set: the defaults."""
    return {key: _VARIABLE.sub(r"\2", str(value)) for key, value in STACK[name].get("environment", {}).items()}


def settings_class(service: str) -> type[RuntimeSettings]:
    settings: type[RuntimeSettings] = import_module(f"{role_of(service)}.settings").Settings
    return settings


def known_variables(settings: type[RuntimeSettings]) -> set[str]:
    prefix = settings.model_config["env_prefix"]
    fields = settings.model_fields.items()
    return {str(field.validation_alias or f"{prefix}{name}").upper() for name, field in fields}


def published() -> list[tuple[str, str]]:
    """Address and port outside, for each port that a container opens to this machine."""
    lines = [str(line).split(":") for about in STACK.values() for line in about.get("ports", ())]
    return [(address, outside) for address, outside, _ in lines]


def scripts() -> Iterator[tuple[str, str]]:
    """Every piece of Python that stands in the file itself."""
    for name, about in STACK.items():
        for words in (about.get("command", []), about.get("healthcheck", {}).get("test", [])):
            if "python" in words and "-c" in words:
                yield name, words[words.index("-c") + 1]


def test_the_five_services_and_what_they_stand_on_are_there() -> None:
    assert set(STACK) == {*SERVICES, "kafka", "postgres", "mailpit", "sms", "topics", "prometheus", "grafana"}
    assert {name for name, about in STACK.items() if about.get("profiles") == ["watch"]} == {"prometheus", "grafana"}


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_is_told_only_what_its_settings_know(service: str) -> None:
    assert set(environment(service)) <= known_variables(settings_class(service))


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_understands_what_it_is_told(service: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in known_variables(settings_class(service)):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment(service).items():
        monkeypatch.setenv(name, value)
    settings = settings_class(service)()
    assert settings.http_host == "0.0.0.0"  # loopback would be the container's own
    assert [f"127.0.0.1:{settings.http_port}:{settings.http_port}"] == STACK[service]["ports"]
    assert settings.instance == f"{service}-0"
    assert settings.kafka_bootstrap_servers == "kafka:9092"
    assert STACK[service]["command"] == ["python", "-m", role_of(service)]


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_has_its_own_role_database_and_password(service: str) -> None:
    role = role_of(service)
    password = environment("postgres")[f"{role.upper()}_DB_PASSWORD"]
    # dbmate, unlike asyncpg, insists on TLS without sslmode.
    dsn = f"postgresql://{role}:{password}@postgres:5432/{role}?sslmode=disable"
    assert environment(service)["POSTGRES_DSN"] == dsn


def test_whoever_is_addressed_is_there_and_listens() -> None:
    listening = {
        "kafka": {"9092", "9093"}, "postgres": {"5432"}, "mailpit": {"1025", "8025"}, "sms": {"2775", "8026"},
        **{service: {environment(service)["LIENTHONG_HTTP_PORT"]} for service in SERVICES},
    }  # fmt: skip
    # From inside the portal's own address is loopback; from outside citizens use the port that is open to this machine.
    listening |= {"127.0.0.1": listening["portal"], "localhost": listening["portal"]}
    for name in SERVICES:
        for value in environment(name).values():
            for host, port in _ADDRESS.findall(value):
                assert port in listening.get(host, ()), f"{name} is told of {host}:{port}"


def test_images_are_pinned_by_tag() -> None:
    froms = re.findall(r"^FROM (\S+)", (CHECKOUT / "Dockerfile").read_text(), re.M)
    pinned = [about["image"] for about in STACK.values()] + [i.replace("${PYTHON}", _python_tag()) for i in froms]
    for image in pinned:
        _, _, tag = image.partition(":")
        assert re.search(r"\d", tag) and tag != "latest", image


def _python_tag() -> str:
    found = re.search(r"^ARG PYTHON=(\S+)", (CHECKOUT / "Dockerfile").read_text(), re.M)
    assert found is not None
    assert found[1].startswith((CHECKOUT / ".python-version").read_text().strip() + ".")
    return found[1]


def test_servers_are_those_of_the_tests() -> None:
    assert STACK["kafka"]["image"] == containers.KAFKA
    assert STACK["postgres"]["image"] == containers.POSTGRES


def test_kafka_is_set_up_as_on_one_machine() -> None:
    addresses = {"listeners", "controller.quorum.voters", "log.dirs"}
    local = dict(line.split("=", 1) for line in properties(Path("/data"), 9092, 9093).splitlines())
    wanted = {f"KAFKA_{key.replace('.', '_').upper()}": value for key, value in local.items() if key not in addresses}
    told = environment("kafka")
    assert {key: told.get(key, "").lower() for key in wanted} == {key: value.lower() for key, value in wanted.items()}


def test_ports_are_open_to_loopback_only_and_do_not_collide() -> None:
    assert {address for address, _ in published()} == {"127.0.0.1"}
    ports = [port for _, port in published()]
    assert len(ports) == len(set(ports))


def test_whoever_is_waited_for_is_there_and_can_say_that_it_is_ready() -> None:
    for name, about in STACK.items():
        for other, how in about.get("depends_on", {}).items():
            assert other in STACK, f"{name} waits for {other}"
            if how["condition"] == "service_healthy":
                assert "healthcheck" in STACK[other], f"{name} waits for {other} to be healthy"


def test_everything_is_checked_and_started_again_but_the_job() -> None:
    assert {name for name, about in STACK.items() if "healthcheck" not in about} == {"topics"}
    assert {name for name, about in STACK.items() if about["restart"] != "unless-stopped"} == {"topics"}


def test_what_containers_run_can_be_imported() -> None:
    for name, script in scripts():
        for node in ast.walk(ast.parse(script)):
            if isinstance(node, ast.ImportFrom):
                module = import_module(str(node.module))
                assert not [alias.name for alias in node.names if not hasattr(module, alias.name)], name
            elif isinstance(node, ast.Import):
                assert all(find_spec(alias.name) for alias in node.names), name
    assert {name for name, _ in scripts()} == set(OURS)


def test_the_image_gets_what_services_read_and_runs_as_nobody() -> None:
    let_in = {line[1:] for line in (CHECKOUT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    needed = {
        "calendar",
        "contracts",
        "runtime",
        "services",
        "deploy/local",
        "deploy/catalogues",
        "deploy/kafka",
        "docs/api",
    }
    assert needed <= let_in
    assert [path for path in let_in if not (CHECKOUT / path).exists()] == []
    users = re.findall(r"^USER (\S+)", (CHECKOUT / "Dockerfile").read_text(), re.M)
    assert users and users[-1] not in ("root", "0")


def test_compose_itself_finds_no_fault() -> None:
    docker = shutil.which("docker")
    if docker is None or subprocess.run([docker, "compose", "version"], capture_output=True, check=False).returncode:
        pytest.skip("no docker compose here: the file's structure was checked by the other tests of this module")
    said = subprocess.run([docker, "compose", "-f", FILE, "config", "-q"], capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def postgres() -> AsyncGenerator[Postgres]:
    """A server of its own, so that roles of the usual names are in nobody's way."""
    place = Home.at().cache / f"test-{os.getpid()}" / "packaging"
    server = Postgres(place, place / "postgres.log", Ports.any_free(), "superuser")
    try:
        await server.start()
        yield server
    finally:
        await server.stop()
        shutil.rmtree(place, ignore_errors=True)


def run_init_script(server: Postgres, more: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """As the image does, but over TCP."""
    image = {"POSTGRES_USER": "postgres", "POSTGRES_DB": "postgres"}
    over_tcp = {"PGHOST": "127.0.0.1", "PGPORT": str(server.port), "PGPASSWORD": "superuser"}
    path = {"PATH": f"{binary('psql').parent}{os.pathsep}{os.environ['PATH']}"}
    script = CHECKOUT / "deploy" / "postgres" / "10-services.sh"
    return subprocess.run([script], env={**image, **over_tcp, **path, **more}, capture_output=True, text=True, check=False)


async def test_each_role_gets_into_its_own_database_only(postgres: Postgres) -> None:
    told = {key: value for key, value in environment("postgres").items() if key.endswith("_DB_PASSWORD")}
    refused = run_init_script(postgres, {**told, "INTAKE_DB_PASSWORD": ""})
    assert (refused.returncode, "INTAKE_DB_PASSWORD" in refused.stderr) == (1, True)
    made = run_init_script(postgres, told)
    assert made.returncode == 0, made.stderr
    roles = [role_of(service) for service in SERVICES]
    for role in roles:
        for database in roles:
            dsn = f"postgresql://{role}:{told[f'{role.upper()}_DB_PASSWORD']}@127.0.0.1:{postgres.port}/{database}"
            assert await _gets_in(dsn) == (role == database), f"{role} at {database}"


async def _gets_in(dsn: str) -> bool:
    try:
        connection = await asyncpg.connect(dsn)
    except asyncpg.InsufficientPrivilegeError:
        return False
    await connection.execute("create table own (id int)")  # as the migrations will
    await connection.close()
    return True
