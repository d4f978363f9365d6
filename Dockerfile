# Hearthroom's server. Build: docker build -t hearthroom .   (podman: with --format docker, which keeps the health check)   Run: see docs/operations-reference.md, "With Docker".
# For another architecture: docker build --platform linux/arm64 …; only the worker is compiled by emulation then. Instead of compiling it:
# docker build --build-context worker=DIRECTORY …, with a worker for that architecture and this Debian in DIRECTORY/opt/hearthroom/.

# By digest: the tag may be moved, what the digest names can't (the index of all architectures; docs/security.md, "Supply chain", says how to renew it).
# Another base needs Node 24 with npm, on Debian 12: the last stage's libraries are those that the worker was linked with.
ARG NODE_IMAGE=docker.io/library/node:24.21.0-bookworm-slim@sha256:2fe369e969550cde8e867afc3fe370b260140cab4a23d467074295b42163d553

FROM ${NODE_IMAGE} AS base
WORKDIR /app

# On the architecture of the machine that builds: what is made here is JavaScript, the same for all architectures.
FROM --platform=$BUILDPLATFORM ${NODE_IMAGE} AS build-base
WORKDIR /app


# What the server needs of npm, and no more.
FROM build-base AS dependencies
COPY package.json package-lock.json .npmrc ./
COPY server/package.json server/
COPY sdk/package.json sdk/
RUN npm ci --omit=dev --omit=optional --workspace @hearthroom/server --include-workspace-root=false


# The media worker, by the recipe that `npm start` uses: built from the source in the npm package against Debian's libraries. With
# --build-arg MEDIASOUP_WORKER_PREBUILT_SHA256=<digest of the archive> the prebuilt one is fetched instead, and nothing else will do.
FROM base AS worker
ARG MEDIASOUP_WORKER_PREBUILT_SHA256=
ARG MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL=
COPY --from=dependencies /app/node_modules node_modules
COPY server/setup server/setup
RUN node server/setup/install-worker.mjs /opt/hearthroom/mediasoup-worker


# The SDK, served under /sdk/, the documentation, the pages of personal links (served with HEARTHROOM_PAGES=true), the
# demo's pages (HEARTHROOM_DEMO=true), and the list of all packages (SBOM). There is no git here: the documentation lists what lies in folders that it links to
# (docs/operations-reference.md, "Documentation on the server").
FROM build-base AS pages
COPY . .
RUN npm ci && npm run build && npm run docs && find examples/dist -name '*.map' -delete \
    && find docs/site/dist/pages -name '*.gz' -delete


# The packages without what only builds, tests, checks types or explains.
FROM dependencies AS runtime-dependencies
# Node has web streams: web-streams-polyfill is never loaded.
RUN rm -rf node_modules/mediasoup/worker node_modules/.package-lock.json node_modules/web-streams-polyfill \
  && find node_modules -type f \( -name '*.map' -o -name '*.ts' -o -name '*.mts' -o -name '*.cts' \) -delete \
  && find node_modules -type d \( -name test -o -name tests -o -name docs -o -name examples -o -name benchmark \) -prune -exec rm -rf {} +


FROM base AS server
# npm, yarn and Node's headers come with the base; the server needs none of them.
RUN apt-get update \
  && apt-get install -y --no-install-recommends tini libabsl20220623 libsrtp2-1 libssl3 libuv1 \
  && apt-get clean \
  && rm -rf /var/lib/apt/lists/* /var/cache/debconf/* /var/log/apt /var/log/dpkg.log /root/.npm /opt/yarn* \
    /usr/local/include /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /usr/local/bin/yarn* \
  && useradd --uid 10001 --home-dir /data --no-create-home --shell /usr/sbin/nologin hearthroom \
  && install -d -o hearthroom -g hearthroom -m 0700 /data
COPY --from=worker /opt/hearthroom/mediasoup-worker /usr/local/bin/mediasoup-worker
# Without a parent a sound worker ends with 41; with a library missing it would end otherwise.
RUN mediasoup-worker > /dev/null 2>&1; test $? -eq 41
COPY --from=runtime-dependencies /app/node_modules node_modules
COPY --from=pages /app/examples/dist examples/dist
COPY --from=pages /app/server/pages/dist server/pages/dist
COPY --from=pages /app/sdk/dist/served sdk/dist/served
COPY --from=pages /app/docs/site/dist/pages docs/site/dist/pages
COPY --from=pages /app/docs/site/dist/policy.json docs/site/dist/
COPY --from=pages /app/dist/sbom.cdx.json sbom.cdx.json
COPY package.json LICENSE ./
COPY sdk/package.json sdk/
COPY sdk/protocol sdk/protocol
COPY sdk/token sdk/token
COPY server/package.json server/
COPY server/setup/check-health.mjs server/setup/
COPY server/src server/src

ENV NODE_ENV=production \
  HEARTHROOM_HOST=0.0.0.0 \
  HEARTHROOM_PORT=3000 \
  HEARTHROOM_MEDIA_PORT=40000 \
  HEARTHROOM_DATA_DIR=/data \
  HEARTHROOM_WORKER_BIN=/usr/local/bin/mediasoup-worker
USER hearthroom
VOLUME /data
# Pages, REST and signaling; then media: one port for each worker, which are as many as cores.
EXPOSE 3000/tcp
EXPOSE 40000-40015/udp
EXPOSE 40000-40015/tcp
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 CMD ["node", "server/setup/check-health.mjs"]
STOPSIGNAL SIGTERM
# -s: where it isn't process 1 (docker run --init, a shared process namespace), it still gets what the workers leave, and doesn't warn.
ENTRYPOINT ["tini", "-s", "--"]
CMD ["node", "--conditions=hearthroom-source", "--max-semi-space-size=4", "server/src/main.ts"]
