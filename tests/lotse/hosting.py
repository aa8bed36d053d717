"""Starts what docker-compose.yml starts, on this machine, and talks to it as the proxy does."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import yaml

ROOT = Path(__file__).parents[2]
SERVICES = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
HOST = "lotse.example"


class Hosting:
    """The services of docker-compose.yml as plain processes with real servers behind them."""

    def __init__(
        self,
        folder: Path,
        web_port: int,
        broker_port: int,
        socket_dir: Path,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        """`settings` are environment variables beside those of the compose file."""
        self.settings = dict(settings or {})
        self.folder = folder
        self.web_port = web_port
        self.broker_port = broker_port
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.values = {
            "LOTSE_HOST": HOST,
            "LOTSE_SECRET_KEY": "".join(chr(33 + (7 * number) % 90) for number in range(64)),
            "LOTSE_DATABASE_PASSWORD": "",
            "LOTSE_DATABASE_OWNER_PASSWORD": "",
            "LOTSE_EMAIL_URL": "dummymail://",
            "LOTSE_EMAIL_FROM": "Lotse <lotse@lotse.example>",
        }
        self.moved = {
            "@database:5432/lotse": f"@/{socket_dir}/lotse",
            "redis://broker:6379": f"redis://127.0.0.1:{broker_port}",
            "0.0.0.0:8000": f"127.0.0.1:{web_port}",
            "/tmp": str(folder),
        }

    def environment(self, service: str) -> dict[str, str]:
        """Return the environment that the compose file gives a service."""
        given = SERVICES[service]["environment"]
        system = {key: value for key, value in os.environ.items() if not key.startswith("LOTSE")}
        path = f"{Path(sys.executable).parent}{os.pathsep}{system['PATH']}"
        # Without a value a variable is passed on where it is set.
        passed = {key: self.values[key] for key in given if key in self.values}
        ours = passed | {
            key: self._moved(self._filled(value)) for key, value in given.items() if value
        }
        more = {"PATH": path, "LOTSE_STATIC_ROOT": str(self.folder / "static")} | self.settings
        return system | ours | more

    def _filled(self, text: str) -> str:
        while (
            filled := re.sub(
                # From the inside: a default may hold another variable.
                r"\$\{(\w+)(?::-([^${}]*)|:\?)?\}",
                lambda match: self.values.get(match[1], match[2] or ""),
                text,
            )
        ) != text:
            text = filled
        return text

    def _moved(self, text: str) -> str:
        return re.sub(
            "|".join(map(re.escape, self.moved)), lambda found: self.moved[found[0]], text
        )

    def command(self, service: str) -> list[str]:
        """Return the command of a service, with ports and folders of this machine."""
        return [self._moved(part) for part in SERVICES[service]["command"]]

    def run(self, *command: str, service: str = "web") -> None:
        """Run a command to its end, in the environment of a service."""
        subprocess.run(
            command,
            cwd=ROOT,
            env=self.environment(service),
            check=True,
            stdout=subprocess.DEVNULL,
        )

    def start(self, service: str) -> None:
        """Start a service."""
        with (self.folder / f"{service}.log").open("ab") as log:
            self.running[service] = subprocess.Popen(
                self.command(service),
                cwd=ROOT,
                env=self.environment(service),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def start_broker(self) -> None:
        """Start the Redis server as the compose file does, on a port of its own."""
        options = [
            "--port",
            str(self.broker_port),
            "--bind",
            "127.0.0.1",
            "--dir",
            str(self.folder),
        ]
        self.running["broker"] = subprocess.Popen(
            [*SERVICES["broker"]["command"], *options],
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )

    def stop(self, service: str) -> None:
        """Stop a service and wait for its end."""
        process = self.running.pop(service)
        process.terminate()
        process.wait(timeout=30)

    def kill(self, service: str) -> None:
        """End a service and its children at once, as a power cut does."""
        process = self.running.pop(service)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=30)

    def tell(self, *command: str) -> str:
        """Run a command in the environment of the worker and return what it printed."""
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=self.environment("worker"),
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def log(self, service: str) -> str:
        """Return what a service wrote."""
        return (self.folder / f"{service}.log").read_text(errors="replace")


def eventually(holds: Callable[[], bool], seconds: float = 60) -> bool:
    """Ask until something holds; give up after some seconds."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        # Whoever is to bring it about needs the processor too.
        time.sleep(0.02)
    return True


class Client:
    """A person whose browser speaks through the TLS proxy."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.path = "/"
        self.body = b""
        self.headers: dict[str, str] = {}
        # Headers beside those of a browser.
        self.given: dict[str, str] = {}

    @property
    def text(self) -> str:
        """The last page."""
        return self.body.decode()

    def answers(self) -> bool:
        """Whether the web server is there."""
        try:
            return self.get("/health/") == 200
        except OSError:
            return False

    def get(self, path: str) -> int:
        """Open a page, follow redirects, return the status."""
        return self._request("GET", path, None)

    def post(self, path: str, **fields: str) -> int:
        """Send a form with the secret and the versions that stand in the last page."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.text)
        data = {"csrfmiddlewaretoken": token[1] if token else ""}
        data |= dict(
            re.findall(r'type="hidden" name="([\w-]*version)"[^>]*value="(\d+)"', self.text)
        )
        data |= {name.replace("__", "-"): value for name, value in fields.items()}
        return self._request("POST", path, urlencode(data))

    def _request(self, method: str, path: str, body: str | None) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {
            "Host": HOST,
            "X-Forwarded-Proto": "https",
            "Referer": f"https://{HOST}{self.path}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        } | self.given
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        with closing(connection):
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            self.body = response.read()
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        for line in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                is_removed = morsel["max-age"] == "0"
                assert morsel["secure"] or is_removed, f"cookie {name} travels without TLS"
                self.cookies[name] = morsel.value
        if response.status in (301, 302):
            return self.get(
                urlsplit(self.headers["location"])._replace(scheme="", netloc="").geturl()
            )
        self.path = path
        return response.status
