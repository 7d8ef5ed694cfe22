# layer-conformance in a container: `docker run --rm -v "$PWD:/data" IMAGE run --target target.toml` (docs/ci.md).
ARG PYTHON=3.14-slim-bookworm@sha256:9ab8d9c8514b44f90cf0029dd42fdd7e9e211e639c8b995304cc04568dee900f

FROM python:${PYTHON} AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /source
COPY ci/requirements.lock ci/requirements.lock
# The versions of the lock, each with its hash.
RUN python -m venv /opt/layer-conformance \
 && /opt/layer-conformance/bin/pip install --quiet --require-hashes --requirement ci/requirements.lock
COPY . .
RUN /opt/layer-conformance/bin/pip install --quiet --no-deps --no-build-isolation . \
 && /opt/layer-conformance/bin/python -m compileall -q /opt/layer-conformance/lib \
 && /opt/layer-conformance/bin/pip uninstall --quiet --yes hatchling pip

FROM python:${PYTHON}
COPY --from=build /opt/layer-conformance /opt/layer-conformance
ENV PATH=/opt/layer-conformance/bin:$PATH PYTHONDONTWRITEBYTECODE=1
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /data suite \
 && install --directory --owner suite --group suite /data
USER 10001:10001
WORKDIR /data
ENTRYPOINT ["layer-conformance"]
CMD ["--help"]
