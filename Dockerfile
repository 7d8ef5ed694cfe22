# layer-conformance in a container: `docker run --rm -v "$PWD:/data" IMAGE run --target target.toml` (docs/ci.md).
ARG PYTHON=3.12.8-slim-bookworm

FROM python:${PYTHON} AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /source
COPY requirements.lock .
# The versions of the lock, each with its hash; what only developers need stays in this stage.
RUN pip wheel --quiet --require-hashes --wheel-dir /wheels -r requirements.lock
COPY . .
RUN pip wheel --quiet --no-deps --wheel-dir /wheels . \
 && python -m venv /opt/layer-conformance \
 && /opt/layer-conformance/bin/pip install --quiet --no-index --find-links /wheels layer-conformance \
 && /opt/layer-conformance/bin/python -m compileall -q /opt/layer-conformance/lib \
 && /opt/layer-conformance/bin/pip uninstall --quiet --yes pip

FROM python:${PYTHON}
COPY --from=build /opt/layer-conformance /opt/layer-conformance
ENV PATH=/opt/layer-conformance/bin:$PATH PYTHONDONTWRITEBYTECODE=1
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /data suite \
 && install --directory --owner suite --group suite /data
USER 10001:10001
WORKDIR /data
ENTRYPOINT ["layer-conformance"]
CMD ["--help"]
