# The console and the command line for files of yours that are mounted: see docs/container.md.
FROM python:3.13-slim AS build
WORKDIR /source
COPY pyproject.toml README.md LICENSE CHANGELOG.md constraints.txt ./
COPY config config
COPY share share
COPY rscrew_console rscrew_console
ARG EXTRAS=runtime
RUN python -m venv /opt/rscrew \
    && /opt/rscrew/bin/pip install --no-cache-dir --constraint constraints.txt ".[$EXTRAS]"

FROM python:3.13-slim
# A user without rights; --user takes another one, whose files then are its own.
RUN useradd --uid 10001 --create-home --home-dir /home/rsc rsc \
    && mkdir -p /work /state && chown rsc:rsc /work /state && chmod 1777 /state
COPY --from=build /opt/rscrew /opt/rscrew
ENV PATH=/opt/rscrew/bin:$PATH HOME=/home/rsc XDG_STATE_HOME=/state COLORTERM=truecolor
USER rsc
WORKDIR /work
# The files that are edited, and what undo, history and the ledger keep.
VOLUME ["/work", "/state"]
ENTRYPOINT ["rsc"]
