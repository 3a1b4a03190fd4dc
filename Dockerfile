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
# Unpacked here: a running container writes nothing that could be run.
RUN java -classpath 'target/sealcast/WEB-INF/classes:target/sealcast/WEB-INF/lib/*' \
      io.sealcast.media.ffmpeg.BundledFfmpeg target/tools \
    && chmod -R u=rwX,go=rX target/tools target/jdbc target/sealcast.war

# The full runtime, as the tests use it: no feature is fetched when the image is made. Ubuntu, since
# the bundled ffmpeg needs glibc 2.35, which no UBI image before 10 has. It needs no other library of
# the system but libstdc++ and libgcc_s.
FROM open-liberty:26.0.0.5-full-java17-openj9
USER root
COPY src/main/docker/make-secrets src/main/docker/check-health /opt/sealcast/
COPY src/main/liberty/config/server.xml src/main/liberty/config/jvm.options src/main/liberty/config/bootstrap.properties /config/
# TLS ends at the proxy: with a file of this name the entry point makes no certificate.
COPY src/main/docker/keystore.xml /config/configDropins/defaults/
# Whoever runs changes neither program nor configuration. Volumes take the owner of the directory
# that they are mounted on.
RUN chown -R root:root /opt/sealcast /opt/ol/wlp/usr \
    && chmod -R u=rwX,go=rX /opt/sealcast /opt/ol/wlp/usr \
    && chmod 755 /opt/sealcast/make-secrets /opt/sealcast/check-health \
    && mkdir -p /var/lib/sealcast/videos /run/sealcast/database /run/sealcast/key \
    && chown -R 1001:0 /var/lib/sealcast /run/sealcast \
    && chmod -R u=rwX,go= /var/lib/sealcast /run/sealcast
COPY --from=build /build/target/jdbc/ /opt/ol/wlp/usr/shared/resources/jdbc/
COPY --from=build /build/target/tools/ /opt/sealcast/ffmpeg/
COPY --from=build /build/target/sealcast.war /config/apps/
USER 1001
# VARIABLE_SOURCE_DIRS: the database password comes from the file SEALCAST_DB_PASSWORD in there.
ENV VARIABLE_SOURCE_DIRS=/run/sealcast/database \
    SEALCAST_SERVICE_KEY_FILE=/run/sealcast/key/service.key \
    SEALCAST_STORAGE_DIR=/var/lib/sealcast/videos \
    SEALCAST_FFMPEG_CACHE_DIR=/opt/sealcast/ffmpeg
EXPOSE 8000
# no start period: the check itself waits while the server starts, and says why
HEALTHCHECK --interval=10s --timeout=200s --retries=6 \
  CMD ["/opt/sealcast/check-health", "180", "http://localhost:8000"]
