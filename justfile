# One recipe a check: `./lienthong test` and CI call the same. `just` alone lists them; `uv run --group test just unit` needs no just.

run := "uv run --frozen --group test"
sources := "calendar/src contracts/src runtime/src services/*/src deploy/local/src"

[private]
default:
    @{{ just_executable() }} --list --unsorted

# Would ruff write it so?
fmt *paths=".":
    {{ run }} ruff format --check {{ paths }}

# Traps, imports, complexity of at most 6
lint *paths=".":
    {{ run }} ruff check {{ paths }}

# mypy, strict
types *paths=sources:
    {{ run }} mypy {{ paths }}

# Pure tests, no server: seconds
unit *options:
    {{ run }} pytest calendar contracts services/*/tests/unit tests/architecture tests/contracts {{ options }}

# Real parts on real PostgreSQL and Kafka, one service at a time
component *options:
    {{ run }} pytest runtime deploy services/*/tests/component tests/packaging {{ options }}

# All services on the real stack
flows *options:
    {{ run }} pytest tests/flows {{ options }}

# Every test
test *options:
    {{ run }} pytest {{ options }}

# Write schemas, AsyncAPI and OpenAPI anew; with --check only say which are stale
docs *options:
    {{ run }} python -m lienthong_local.documents {{ options }}

# Write the lists of what others wrote anew (docs/security); with --check only say which are stale
docs-security *options:
    {{ run }} python -m lienthong_local.audit.documents {{ options }}

# Many tries at every parser of bytes from outside; the gate makes a few
fuzz examples="20000" *options:
    LIENTHONG_FUZZ={{ examples }} {{ run }} pytest -q tests/fuzz {{ options }}

# Cut ECharts down to what the board draws (needs node)
charts:
    cd services/portal/charts && npm install --no-package-lock --silent && npx esbuild sankey.js --bundle --minify --format=esm \
        --target=es2020 --legal-comments=none --outfile=../src/portal/web/static/echarts-sankey.min.js

# A working week of 200 dossiers, end to end
demo *options:
    ./lienthong demo {{ options }}

# Measure speed and memory on this machine
bench *options:
    ./lienthong bench {{ options }}
