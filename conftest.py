"""One stack for the whole test run: real Kafka, PostgreSQL, SMTP and SMPP; see lienthong_local.testing."""

pytest_plugins = ["lienthong_local.testing"]
