# Builds Sealcast from its sources; docs/operations.md says how it is run.
# Nothing here needs BuildKit, so that docker-compose 1.29 can build it too.

FROM maven:3.9.16-eclipse-temurin-17 AS maven

FROM node:24.21.0-bookworm-slim AS build
COPY --from=maven /opt/java/openjdk /opt/java/openjdk
COPY --from=maven /usr/share/maven /usr/share/maven
ENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:/usr/share/maven/bin:$PATH
WORKDIR /build
COPY pom.xml ./
COPY src src
RUN mvn --batch-mode --no-transfer-progress -DskipTests package \
      org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy-dependencies \
      -DincludeArtifactIds=postgresql -DoutputDirectory=target/jdbc

# The full runtime, as the tests use it: no feature is fetched when the image is made. Ubuntu, since
# the bundled ffmpeg needs glibc 2.29, which the UBI 8 image hasn't. It needs nothing else of the
# system: for the libraries of a desktop (libxcb, libasound) the application has stand-ins.
FROM open-liberty:26.0.0.3-full-java17-openj9
USER root
# Volumes take the owner of the directory that they are mounted on.
RUN mkdir -p /var/lib/sealcast/videos /var/cache/sealcast /run/sealcast/database /run/sealcast/key \
    && chown -R 1001:0 /var/lib/sealcast /var/cache/sealcast /run/sealcast \
    && chmod -R u=rwX,go= /var/lib/sealcast /var/cache/sealcast /run/sealcast
COPY --chown=1001:0 src/main/docker/make-secrets /opt/sealcast/make-secrets
COPY --chown=1001:0 src/main/liberty/config/server.xml src/main/liberty/config/jvm.options /config/
COPY --from=build --chown=1001:0 /build/target/jdbc/ /opt/ol/wlp/usr/shared/resources/jdbc/
COPY --from=build --chown=1001:0 /build/target/sealcast.war /config/apps/
USER 1001
# VARIABLE_SOURCE_DIRS: the database password comes from the file SEALCAST_DB_PASSWORD in there.
# SAVE_KEYSTORE: TLS ends at the proxy, so that the server needs no key store.
ENV VARIABLE_SOURCE_DIRS=/run/sealcast/database \
    SEALCAST_SERVICE_KEY_FILE=/run/sealcast/key/service.key \
    SEALCAST_STORAGE_DIR=/var/lib/sealcast/videos \
    SEALCAST_FFMPEG_CACHE_DIR=/var/cache/sealcast \
    SAVE_KEYSTORE=false
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=10s --start-period=180s --retries=6 \
  CMD ["curl", "--fail", "--silent", "--show-error", "http://localhost:8000/health"]
