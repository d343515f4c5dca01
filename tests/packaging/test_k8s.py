"""The manifests tell the same story as the services, the topics and one another: no cluster is needed to see that."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from k8s_schemas import faults_of
from lienthong_local.databases import SEEING, SERVICES, role_of
from lienthong_local.documents import service_and_app
from lienthong_local.home import CHECKOUT
from test_containers import known_variables, settings_class

built = cache(service_and_app)
K8S = CHECKOUT / "deploy" / "k8s"
OVERLAYS = ("province", "country")
FILES = sorted(K8S.rglob("*.yaml"))
TOPICS: dict[str, Any] = yaml.safe_load((CHECKOUT / "deploy" / "kafka" / "topics.yml").read_text("utf-8"))["topics"]
PARTITIONS = 24
_OF_SECRETS = re.compile(r"^\| `([\w<>-]+)` \| (.+?) \|$", re.M)
Manifests = dict[tuple[str, str], dict[str, Any]]


@pytest.fixture(scope="module", params=OVERLAYS)
def rendered(request: pytest.FixtureRequest) -> Manifests:
    command = [kustomize, "build"] if (kustomize := shutil.which("kustomize")) else [shutil.which("kubectl") or "", "kustomize"]
    if not command[0]:
        pytest.skip("neither kustomize nor kubectl is here: overlays were not rendered, only their files were checked")
    said = subprocess.run([*command, K8S / "overlays" / request.param], capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    return {(one["kind"], one["metadata"]["name"]): one for one in yaml.safe_load_all(said.stdout)}


def of_kind(manifests: Manifests, kind: str) -> dict[str, dict[str, Any]]:
    return {name: one for (its, name), one in manifests.items() if its == kind}


def container(manifests: Manifests, service: str) -> dict[str, Any]:
    found: dict[str, Any]
    (found,) = manifests["Deployment", service]["spec"]["template"]["spec"]["containers"]
    return found


def told(manifests: Manifests, service: str) -> dict[str, Any]:
    """Each variable that a service's container has, and where it comes from."""
    about = container(manifests, service)
    shared = [manifests["ConfigMap", source["configMapRef"]["name"]]["data"] for source in about["envFrom"] if "configMapRef" in source]
    own = {one["name"]: one.get("value", one.get("valueFrom")) for one in about["env"]}
    return {name: value for data in (*shared, own) for name, value in data.items()}


def test_every_object_is_what_its_cluster_and_operators_understand(rendered: Manifests) -> None:
    assert [fault for one in rendered.values() for fault in faults_of(one)] == []


def test_a_field_that_an_operator_does_not_know_is_noticed() -> None:
    misspelt = {"apiVersion": "keda.sh/v1alpha1", "kind": "ScaledObject", "metadata": {"name": "x"},
                "spec": {"scaleTargetRef": {"name": "x"}, "maxReplicas": 4, "triggers": []}}  # fmt: skip
    assert any("maxReplicas" in fault for fault in faults_of(misspelt))


def test_whatever_an_overlay_names_is_there() -> None:
    for file in K8S.rglob("kustomization.yaml"):
        told = yaml.safe_load(file.read_text("utf-8"))
        named = [*told["resources"], *(patch["path"] for patch in told.get("patches", ()))]
        assert [name for name in named if not (file.parent / name).exists()] == [], file
        beside = {path.name for path in file.parent.glob("*.yaml")} - {file.name}
        assert beside <= set(named), f"{file.parent.name} has files that nobody names"


@pytest.mark.parametrize("service", SERVICES)
def test_a_pod_is_told_only_what_its_settings_know(rendered: Manifests, service: str) -> None:
    variables = told(rendered, service)
    for_others = {name for name in variables if any(f"$({name})" in str(value) for value in variables.values())}
    assert set(variables) - for_others <= known_variables(settings_class(service))


@pytest.mark.parametrize("service", SERVICES)
def test_a_pod_understands_what_it_is_told(rendered: Manifests, service: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in known_variables(settings_class(service)):
        monkeypatch.delenv(name, raising=False)
    for name, value in told(rendered, service).items():
        if isinstance(value, str):
            monkeypatch.setenv(name, value)
    settings = settings_class(service)()
    (port,) = container(rendered, service)["ports"]
    assert (settings.http_host, settings.http_port) == ("0.0.0.0", port["containerPort"])
    assert settings.instance == ""  # pods have no lasting names: two of one name would shut each other out
    assert container(rendered, service)["command"] == ["python", "-m", role_of(service)]
    role = role_of(service)
    assert settings.postgres_dsn == f"postgresql://{role}:$(DB_PASSWORD)@{service}-db-rw:5432/{role}?sslmode=require"
    initdb = rendered["Cluster", f"{service}-db"]["spec"]["bootstrap"]["initdb"]
    assert (initdb["database"], initdb["owner"]) == (role, role)
    assert all(any(f"create role {seeing} " in sql for sql in initdb["postInitApplicationSQL"]) for seeing in SEEING)


def test_no_default_key_of_one_machine_is_left_to_a_cluster(rendered: Manifests) -> None:
    for service in SERVICES:
        fields = settings_class(service).model_fields
        keys = {f"LIENTHONG_{name.upper()}" for name, field in fields.items() if field.default == "local" or name == "signing_key"}
        given = {name for name, value in told(rendered, service).items() if isinstance(value, dict) and "secretKeyRef" in value}
        assert keys <= given, service


def test_whoever_is_addressed_is_a_service_of_the_same_installation(rendered: Manifests) -> None:
    for service in SERVICES:
        for name, value in told(rendered, service).items():
            for host, port in re.findall(r"^http://([\w-]+):(\d+)$", str(value)):
                (open_port,) = rendered["Service", host]["spec"]["ports"]
                assert str(open_port["port"]) == port, f"{service} is told {name}={value}"


def test_every_reference_leads_to_something(rendered: Manifests) -> None:
    written = (K8S / "README.md").read_text("utf-8")
    secrets = {name: set(re.findall(r"`([\w-]+)`", keys)) for name, keys in _OF_SECRETS.findall(written)}
    secrets |= {f"{service}-db-app": {"password"} for service in SERVICES}
    known = secrets | {name: set(one["data"]) for name, one in of_kind(rendered, "ConfigMap").items()}
    for service in SERVICES:
        for value in told(rendered, service).values():
            for reference in value.values() if isinstance(value, dict) else ():
                assert reference["key"] in known[reference["name"]], f"{service}: {reference}"
        for source in container(rendered, service)["envFrom"]:
            assert next(iter(source.values()))["name"] in known


@pytest.mark.parametrize("service", SERVICES)
def test_probes_ask_for_paths_that_the_service_answers(rendered: Manifests, service: str) -> None:
    _, app = built(service)
    answered = {getattr(route, "path", "") for route in _routes(app)}
    about = container(rendered, service)
    asked = {name: about[name]["httpGet"]["path"] for name in ("startupProbe", "readinessProbe", "livenessProbe")}
    assert set(asked.values()) <= answered
    assert (asked["readinessProbe"], asked["livenessProbe"]) == ("/health/ready", "/health/live")
    (endpoint,) = rendered["PodMonitor", "lienthong"]["spec"]["podMetricsEndpoints"]
    assert endpoint["path"] in answered and endpoint["port"] == about["ports"][0]["name"]


def _routes(app: Any) -> Iterator[Any]:
    for route in app.routes:
        yield route
        yield from getattr(getattr(route, "original_router", None), "routes", ())


@pytest.mark.parametrize("service", SERVICES)
def test_a_pod_may_do_nothing_that_it_need_not(rendered: Manifests, service: str) -> None:
    pod, about = rendered["Deployment", service]["spec"]["template"]["spec"], container(rendered, service)
    user = re.search(r"--uid (\d+)", (CHECKOUT / "Dockerfile").read_text())
    assert user is not None
    assert pod["securityContext"]["runAsNonRoot"] and pod["securityContext"]["runAsUser"] == int(user[1])
    assert not pod["automountServiceAccountToken"]
    own = about["securityContext"]
    assert (own["readOnlyRootFilesystem"], own["allowPrivilegeEscalation"], own["capabilities"]) == (True, False, {"drop": ["ALL"]})


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_grows_with_what_it_has_not_read_and_never_beyond_its_partitions(rendered: Manifests, service: str) -> None:
    spec, topics = rendered["ScaledObject", service]["spec"], built(service)[0].topics
    assert spec["scaleTargetRef"]["name"] == service and "replicas" not in rendered["Deployment", service]["spec"]
    assert {one["metadata"]["topic"] for one in spec["triggers"]} == set(topics)
    assert {one["metadata"]["consumerGroup"] for one in spec["triggers"]} == {service}
    assert 2 <= spec["minReplicaCount"] <= spec["maxReplicaCount"] <= PARTITIONS
    budget = rendered["PodDisruptionBudget", service]["spec"]
    assert budget["selector"] == rendered["Deployment", service]["spec"]["selector"]


def test_topics_are_those_of_the_list_with_three_copies(rendered: Manifests) -> None:
    made = of_kind(rendered, "KafkaTopic")
    assert set(made) == set(TOPICS)
    for name, about in TOPICS.items():
        spec = made[name]["spec"]
        assert spec["partitions"] == (PARTITIONS if about["partitions"] == 12 else about["partitions"])
        assert (spec["replicas"], spec["config"]) == (3, {"min.insync.replicas": 2, **about["settings"]})
    cluster = rendered["Kafka", "lienthong"]["spec"]["kafka"]["config"]
    assert (cluster["min.insync.replicas"], cluster["auto.create.topics.enable"]) == (2, False)


def test_each_database_is_backed_up_and_reached_by_its_service_alone(rendered: Manifests) -> None:
    for service in SERVICES:
        assert rendered["ScheduledBackup", f"{service}-db"]["spec"]["cluster"]["name"] == f"{service}-db"
        spec = rendered["Cluster", f"{service}-db"]["spec"]
        assert spec["plugins"][0]["parameters"]["barmanObjectName"] in of_kind(rendered, "ObjectStore")
        first, *others = rendered["NetworkPolicy", f"{service}-database"]["spec"]["ingress"]
        services = [one["podSelector"]["matchLabels"].get("app.kubernetes.io/name") for one in first["from"]]
        assert [name for name in services if name] == [service]
        assert all("namespaceSelector" in source for one in others for source in one["from"])


def test_manifests_are_read_by_people(tmp_path: Path) -> None:
    for file in FILES:
        if file.name not in ("kustomization.yaml", "namespace.yaml") and file.parent.name in ("base", "kafka", "postgres"):
            assert file.read_text("utf-8").startswith("# "), f"{file} doesn't say what it knows"
