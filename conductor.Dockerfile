# A conductor without a browser, to run anywhere. From the root of this repository:
#
#   docker build -f conductor.Dockerfile -t odyssey-conductor .
#   docker run --env-file conductor.env odyssey-conductor --host rooms.example --room lobby
#
# conductor.env holds ROOM_SECRET=… or ODYSSEY_BROADCAST_TOKEN=…; neither belongs into the image.

FROM node:22-slim AS package
WORKDIR /package
COPY . .
# Nothing here needs the dependencies' own scripts; one would ask for a compiler.
RUN npm ci --ignore-scripts && npm run build && npm pack --pack-destination /tmp

FROM node:22-slim
ENV NODE_ENV=production
WORKDIR /conductor
COPY --from=package /tmp/odyssey-broadcast-*.tgz ./odyssey-broadcast.tgz
RUN npm init --yes > /dev/null \
 && npm install --no-audit --no-fund ./odyssey-broadcast.tgz jose@6 werift@0.25 ws@8 \
 && rm odyssey-broadcast.tgz && npm cache clean --force
USER node
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8080/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Signals go to the conductor itself, which then hands over; stop it with 40 seconds to do so.
ENTRYPOINT ["node", "node_modules/odyssey-broadcast/dist/room/party/cli/main.js", "conduct", "--health-port", "8080", "--health-host", "0.0.0.0"]
