"""All that a service reads from the environment besides its own; constructed only in __main__."""

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class RuntimeSettings(BaseSettings):
    """Where the service finds the others, and how it paces itself. Seconds where a length is meant."""

    model_config = SettingsConfigDict(env_prefix="LIENTHONG_", populate_by_name=True, extra="ignore")

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
    pool_size: int = 5  # commands share transactions: more connections only cost PostgreSQL memory

    def topic(self, name: str) -> str:
        """A topic's name on this stack."""
        return self.topic_prefix + name
