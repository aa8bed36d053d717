"""What stands in deploy/kubernetes/ does what docker-compose.yml does, and Kubernetes takes it."""

import re

import pytest
import yaml

from tests.lotse.test_compose import ROOT, SERVICES, documented_settings

FOLDER = ROOT / "deploy" / "kubernetes"
KUSTOMIZATION = yaml.safe_load((FOLDER / "kustomization.yaml").read_text())
ALL = [
    document
    for name in KUSTOMIZATION["resources"]
    for document in yaml.safe_load_all((FOLDER / name).read_text())
]
RESOURCES = {f"{one['kind']} {one['metadata']['name']}": one for one in ALL}
# Its schema belongs to CloudNativePG.
CLUSTER = RESOURCES["Cluster lotse-database"]["spec"]
DOCUMENT = (ROOT / "docs" / "ohne-docker.md").read_text().partition("## Kubernetes")[2]


def template(resource):
    """Return the template of the pods that a resource makes, None where it makes none."""
    spec = resource["spec"]
    return spec.get("jobTemplate", {"spec": spec})["spec"].get("template")


PODS = {name: template(one) for name, one in RESOURCES.items() if template(one)}
CONTAINERS = {
    f"{name}: {one['name']}": one
    for name, pod in PODS.items()
    for one in pod["spec"].get("initContainers", []) + pod["spec"]["containers"]
}
OURS = {name: one for name, one in CONTAINERS.items() if one["image"].startswith("lotse")}


def secrets_named(value):
    """Yield the names of the secrets that stand somewhere in a resource."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("secretRef", "secretKeyRef", "passwordSecret", "secret"):
                yield inner["name"]
            yield from secrets_named(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from secrets_named(inner)


@pytest.mark.parametrize("name", [name for name in RESOURCES if not name.startswith("Cluster")])
def test_kubernetes_knows_every_field(name):
    from kubernetes_validate import latest_version, validate

    assert f"Kubernetes {validate(RESOURCES[name], latest_version(), strict=True)}" in DOCUMENT


def test_nothing_is_left_lying_and_no_namespace_is_prescribed():
    files = {path.name for path in FOLDER.glob("*.yaml")} - {"kustomization.yaml"}
    assert files == set(KUSTOMIZATION["resources"])
    assert len(RESOURCES) == len(ALL)
    assert not any("namespace" in one["metadata"] for one in ALL)


@pytest.mark.parametrize("service", ["web", "worker", "beat"])
def test_a_container_runs_what_compose_runs(service):
    assert OURS[f"Deployment lotse-{service}: {service}"]["command"] == SERVICES[service]["command"]


def test_the_migration_runs_what_compose_runs():
    assert OURS["Job lotse-migrate: migrate"]["command"] == SERVICES["migrate"]["command"]


def test_the_backup_runs_at_the_hour_of_compose():
    *begin, _daily, at, keep, kept = SERVICES["backup"]["command"]
    hour, minute = map(int, at.partition(":-")[2].rstrip("}").split(":"))
    backup = OURS["CronJob lotse-backup: backup"]
    assert backup["command"] == [*begin, keep, kept.partition(":-")[2].rstrip("}")]
    assert RESOURCES["CronJob lotse-backup"]["spec"]["schedule"] == f"{minute} {hour} * * *"


def test_there_is_one_scheduler_and_never_two():
    spec = RESOURCES["Deployment lotse-beat"]["spec"]
    assert (spec["replicas"], spec["strategy"]) == (1, {"type": "Recreate"})


@pytest.mark.parametrize("name", PODS)
def test_a_pod_has_no_rights_it_does_not_need(name):
    pod = PODS[name]["spec"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod["automountServiceAccountToken"] is False
    for container in pod.get("initContainers", []) + pod["containers"]:
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }


def test_a_container_mounts_what_its_pod_has():
    for pod in PODS.values():
        given = {one["name"] for one in pod["spec"]["volumes"]}
        for container in pod["spec"].get("initContainers", []) + pod["spec"]["containers"]:
            assert {one["name"] for one in container["volumeMounts"]} <= given


@pytest.mark.parametrize("name", OURS)
def test_the_image_is_one_that_the_dockerfile_builds(name):
    image = OURS[name]["image"]
    targets = {"lotse": "lotse", "lotse-backup": "backup"}
    assert re.search(rf"^FROM .* AS {targets[image]}$", (ROOT / "Dockerfile").read_text(), re.M)
    (named,) = [one for one in KUSTOMIZATION["images"] if one["name"] == image]
    built = f"docker build --target {targets[image]} --tag {named['newName']}:{named['newTag']} ."
    assert built in DOCUMENT


class TestEachSetting:
    @pytest.mark.parametrize("name", OURS)
    def test_reaches_every_container_from_one_file_and_one_secret(self, name):
        assert OURS[name]["envFrom"] == [
            {"configMapRef": {"name": "lotse"}},
            {"secretRef": {"name": "lotse"}},
        ]
        (generated,) = KUSTOMIZATION["configMapGenerator"]
        assert generated == {"name": "lotse", "envs": ["lotse.env"]}

    def test_in_the_file_is_documented_and_no_secret(self):
        text = (FOLDER / "lotse.env").read_text()
        named = set(re.findall(r"^(\w+)=", text, re.MULTILINE)) - {"DJANGO_SETTINGS_MODULE"}
        assert named <= documented_settings()
        assert not re.search(r"KEY|PASSWORD|TOKEN|SECRET_|EMAIL_URL", " ".join(named))

    @pytest.mark.parametrize("name", OURS)
    def test_that_gives_more_rights_reaches_one_container_only(self, name):
        given = {one["name"] for one in OURS[name]["env"] if one["name"].startswith("LOTSE")}
        more = {
            "Job lotse-migrate: migrate": {"LOTSE_DATABASE_OWNER_URL"},
            "CronJob lotse-backup: backup": {"LOTSE_DATABASE_BACKUP_URL"},
        }
        assert given == {"LOTSE_DATABASE_URL"} | more.get(name, set())


class TestTheDatabase:
    def test_has_the_three_roles_and_no_more(self):
        roles = {role["name"]: role for role in CLUSTER["managed"]["roles"]}
        assert roles.keys() == {"lotse", "lotse_owner", "lotse_backup"}
        assert {name for name, role in roles.items() if role["bypassrls"]} == {"lotse_backup"}
        assert not any(role["superuser"] for role in roles.values())
        assert roles["lotse_backup"]["inRoles"] == ["pg_read_all_data"]
        assert CLUSTER["bootstrap"]["initdb"]["owner"] == "lotse_owner"

    def test_is_opened_by_each_role_with_its_own_password(self):
        secret_of = {
            role["name"]: role["passwordSecret"]["name"] for role in CLUSTER["managed"]["roles"]
        }
        for container in OURS.values():
            given = {one["name"]: one for one in container["env"]}
            urls = [one["value"] for one in given.values() if "value" in one]
            for url in urls:
                role, password = re.fullmatch(
                    r"postgres://(\w+):\$\((\w+)\)@lotse-database-rw/lotse", url
                ).groups()
                named = given[password]["valueFrom"]["secretKeyRef"]
                assert named == {"name": secret_of[role], "key": "password"}


def test_every_secret_is_made_in_the_document():
    made = set(re.findall(r"^kubectl create secret generic (\S+)", DOCUMENT, re.MULTILINE))
    assert made == set(secrets_named(ALL))
    for name, username in re.findall(r"generic (\S+) --type.*\n.*username=(\w+)", DOCUMENT):
        (role,) = [
            one["name"]
            for one in CLUSTER["managed"]["roles"]
            if one["passwordSecret"]["name"] == name
        ]
        assert role == username


class TestTheNetwork:
    POLICIES = {name: one["spec"] for name, one in RESOURCES.items() if "NetworkPolicy" in name}

    def reached(self, selector):
        """Return the components of the pods that a selector finds."""
        wanted = selector.get("matchLabels", {})
        among = [set(one["values"]) for one in selector.get("matchExpressions", [])]
        labels = [pod["metadata"]["labels"] for pod in PODS.values()]
        return {
            one["app.kubernetes.io/component"]
            for one in labels
            if wanted.items() <= one.items()
            and all(one["app.kubernetes.io/component"] in values for values in among)
        }

    def test_leads_to_no_pod_of_ours_by_default(self):
        spec = self.POLICIES["NetworkPolicy lotse"]
        assert "ingress" not in spec
        assert self.reached(spec["podSelector"]) == {
            pod["metadata"]["labels"]["app.kubernetes.io/component"] for pod in PODS.values()
        }

    def test_lets_the_proxy_reach_web_only(self):
        from_outside = {
            component
            for spec in self.POLICIES.values()
            for rule in spec.get("ingress", [])
            for source in rule["from"]
            if "namespaceSelector" in source
            for component in self.reached(spec["podSelector"])
        }
        assert from_outside == {"web"}

    def test_lets_only_web_and_worker_out(self):
        bound = {
            component
            for spec in self.POLICIES.values()
            if "Egress" in spec["policyTypes"]
            for component in self.reached(spec["podSelector"])
        }
        every = {pod["metadata"]["labels"]["app.kubernetes.io/component"] for pod in PODS.values()}
        assert every - bound == {"web", "worker"}


def test_services_find_pods():
    labels = [pod["metadata"]["labels"].items() for pod in PODS.values()]
    for name, one in RESOURCES.items():
        if name.startswith("Service "):
            assert sum(one["spec"]["selector"].items() <= given for given in labels) == 1


def test_the_health_of_background_work_is_asked_as_in_compose():
    beat = OURS["Deployment lotse-beat: beat"]["readinessProbe"]["exec"]["command"]
    assert beat == SERVICES["beat"]["healthcheck"]["test"][1:]
    worker = OURS["Deployment lotse-worker: worker"]["readinessProbe"]["exec"]["command"]
    (asked,) = SERVICES["worker"]["healthcheck"]["test"][1:]
    assert worker == ["sh", "-c", asked.replace("$$", "$")]
