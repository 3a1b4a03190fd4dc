# Builds Sealcast from its sources; docs/operations.md describes how to run it.
# It doesn't need BuildKit, so that docker-compose 1.29 can build it too.

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
# ffmpeg is unpacked at build time, since a running container must not write executables.
RUN java -classpath 'target/sealcast/WEB-INF/classes:target/sealcast/WEB-INF/lib/*' \
      io.sealcast.media.ffmpeg.BundledFfmpeg target/tools \
    && chmod -R u=rwX,go=rX target/tools target/jdbc target/sealcast.war target/sealcast-recover.jar

# The full runtime is used as in the tests, so that no feature is downloaded when the image is built.
# It is based on Ubuntu, since the bundled ffmpeg needs glibc 2.35, which no UBI image before 10 has.
# Its only other system libraries are libstdc++ and libgcc_s.
FROM open-liberty:26.0.0.5-full-java17-openj9
USER root
COPY src/main/docker/make-secrets src/main/docker/check-health src/main/docker/without-core-dump /opt/sealcast/
COPY src/main/liberty/config/server.xml src/main/liberty/config/jvm.options src/main/liberty/config/bootstrap.properties /config/
# With a file of this name the entry point makes no certificate: it is the proxy's, or SEALCAST_TLS_CERTIFICATE.
COPY src/main/docker/keystore.xml /config/configDropins/defaults/
# The user of the server can change neither the program nor the configuration. A new volume gets the
# owner of the directory on which it is mounted.
RUN chown -R root:root /opt/sealcast /opt/ol/wlp/usr \
    && chmod -R u=rwX,go=rX /opt/sealcast /opt/ol/wlp/usr \
    && chmod 755 /opt/sealcast/make-secrets /opt/sealcast/check-health /opt/sealcast/without-core-dump \
    && mkdir -p /var/lib/sealcast/videos /run/sealcast/database /run/sealcast/key \
    && chown -R 1001:0 /var/lib/sealcast /run/sealcast \
    && chmod -R u=rwX,go= /var/lib/sealcast /run/sealcast
COPY --from=build /build/target/jdbc/ /opt/ol/wlp/usr/shared/resources/jdbc/
COPY --from=build /build/target/tools/ /opt/sealcast/ffmpeg/
COPY --from=build /build/target/sealcast-recover.jar /opt/sealcast/
COPY --from=build /build/target/sealcast.war /config/apps/
USER 1001
# VARIABLE_SOURCE_DIRS: the directory with the file SEALCAST_DB_PASSWORD, the database password.
# OPENJ9_JAVA_OPTIONS: OpenJ9 writes no memory dump after a crash or an OutOfMemoryError.
ENV VARIABLE_SOURCE_DIRS=/run/sealcast/database \
    OPENJ9_JAVA_OPTIONS=-Xdump:none \
    SEALCAST_SERVICE_KEY_FILE=/run/sealcast/key/service.key \
    SEALCAST_STORAGE_DIR=/var/lib/sealcast/videos \
    SEALCAST_FFMPEG_CACHE_DIR=/opt/sealcast/ffmpeg
EXPOSE 8000 8443
# The entry point and the command of the base image, without core dumps of the kernel.
ENTRYPOINT ["/opt/sealcast/without-core-dump", "/opt/ol/helpers/runtime/docker-server.sh"]
CMD ["/opt/ol/wlp/bin/server", "run", "defaultServer"]
# There is no start period, since the check itself waits for the start; it explains why.
HEALTHCHECK --interval=10s --timeout=200s --retries=6 \
  CMD ["/opt/sealcast/check-health", "180", "http://localhost:8000"]
