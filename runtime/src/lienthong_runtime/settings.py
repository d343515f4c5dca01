"""All that a service reads from the environment besides its own; constructed only in __main__."""

from pathlib import Path
from typing import ClassVar, Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class RuntimeSettings(BaseSettings):
    """Where the service finds the others, and how it paces itself. Seconds where a length is meant."""

    model_config = SettingsConfigDict(env_prefix="LIENTHONG_", populate_by_name=True, extra="ignore",
                                      hide_input_in_errors=True)  # fmt: skip

    kafka_bootstrap_servers: str = Field(validation_alias="KAFKA_BOOTSTRAP_SERVERS", default="127.0.0.1:9092")
    postgres_dsn: str = Field(validation_alias="POSTGRES_DSN", default="postgresql://127.0.0.1:5432/postgres")
    http_host: str = "127.0.0.1"
    http_port: int = 8000
    topic_prefix: str = ""
    clock: Literal["system", "business"] = "system"
    instance: str = ""
    group: str = ""  # of consumers; the service's name without one: another reads all from the beginning
    service_token: str = "local"
    identity_keys: str = ""  # the issuer's public keys, a JWKS document; without them nobody is let in
    migrations: Path | None = None
    batch_records: int = 1000
    rest: float = 0.004  # after a batch of less than a hundred
    relay_rest: float = 0.001  # before a relay's round
    commands_waiting: int = 256  # answered 429 beyond; ADR 0025 says why so many
    bodies_waiting: int = 16 << 20  # bytes that all of them may bring together
    body_bytes: int = 1 << 20  # that one may bring, whatever it is but a file
    body_seconds: float = 10.0  # that a command's body may take: it holds a place all the while
    commands_hang: float = 5.0  # until a transaction counts as hanging, and whoever comes is told so
    outbox_most: int = 200_000  # events kept while Kafka is away; beyond, commands are answered 503
    pool_size: int = 5  # commands share transactions: more connections only cost PostgreSQL memory

    secrets: ClassVar[tuple[str, ...]] = ("service_token",)

    def shipped_secrets(self) -> list[str]:
        """The secrets that are still those which everybody can read here, on a service that others than this machine reach."""
        if self.http_host in ("127.0.0.1", "::1", "localhost"):
            return []
        return [name for name in self.secrets if getattr(self, name) == type(self).model_fields[name].default]

    def topic(self, name: str) -> str:
        """A topic's name on this stack."""
        return self.topic_prefix + name
