# A server in a container: the jar and its launcher on a JRE. Build the jar first:
#   mvn -q -pl server -am -DskipTests package && docker build -t headroom .
# How to run it is in docs/service.md.
FROM eclipse-temurin:21-jre

# For the health check; some of these images have it already.
RUN apt-get update \
    && apt-get install -y --no-install-recommends curl \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --no-create-home --home-dir /srv/files headroom \
    && install -d -o headroom -g headroom -m 750 /srv/files \
    && ln -s /usr/share/headroom/headroom /usr/bin/headroom

COPY server/target/headroom.jar headroom /usr/share/headroom/

# Every setting can be given so. The server's own files are in /srv/files/.headroom, on the same volume.
ENV HEADROOM_STORAGE=/srv/files HEADROOM_HOST=0.0.0.0

USER headroom
VOLUME /srv/files
EXPOSE 8080

# The launcher becomes the JVM, so this reaches the server, which lets uploads under way finish.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s \
    CMD curl -fsS -o /dev/null http://127.0.0.1:8081/ready || exit 1

ENTRYPOINT ["headroom"]
CMD ["serve"]
