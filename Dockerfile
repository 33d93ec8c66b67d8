# The pages are built with Node, the libraries are installed apart, and the image that runs has neither tool.
FROM node:24-slim AS web
WORKDIR /web
COPY web/package.json web/package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY web ./
RUN npm run build

FROM python:3.13-slim AS libraries
COPY requirements/production.txt ./
RUN python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes --only-binary :all: \
    --prefix /libraries -r production.txt

FROM python:3.13-slim
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin audit
COPY --from=libraries /libraries /usr/local
WORKDIR /app
COPY LICENSE ./
COPY checklists checklists
COPY media media
COPY audit_api audit_api
COPY --from=web /web/dist web/dist
# Compiled once here: the user below may not write.
RUN python -m compileall -q audit_api checklists media
USER audit
ENV HOST=0.0.0.0 PORT=8000 PYTHONUNBUFFERED=1
EXPOSE 8000
# Alive, not ready: a database that is away for a minute is no reason to restart the application.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.build_opener(r.ProxyHandler({})).open('http://127.0.0.1:' + os.environ['PORT'] + '/health/live', timeout=4)"]
CMD ["python", "-m", "audit_api", "serve"]
