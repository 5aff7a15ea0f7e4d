# A slim image: builds once, runs as nobody in particular, writes only to /data.
FROM python:3.12-slim AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY conversations conversations
COPY simulator simulator
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir .

FROM python:3.12-slim
RUN useradd --system --uid 10001 --no-create-home sebaya && mkdir /data && chown sebaya /data
COPY --from=build /venv /venv
WORKDIR /app
# run from the sources, so that config.yaml and data/ can be mounted over
COPY bot bot
COPY conversations conversations
COPY simulator simulator
COPY data data
COPY config.yaml ./
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 SEBAYA_DATABASE=/data/sebaya.db MPLCONFIGDIR=/tmp
USER sebaya
VOLUME /data
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9464/readyz', timeout=4)"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run", "--real"]
