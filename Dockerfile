# The product as one process; it wants PEERSTAGE_DATABASE_URL. Builds with BuildKit and without.
ARG BUILD_BASE=maven:3.9-eclipse-temurin-25
ARG RUNTIME_BASE=eclipse-temurin:25-jre

FROM ${BUILD_BASE} AS build
WORKDIR /src
COPY . .
RUN mvn -B -ntp -Papp -pl standalone -am -DskipTests package

FROM ${RUNTIME_BASE}
COPY --from=build /src/standalone/target/app /app
# A number, so that an orchestrator can see that it is not root. The process writes to /tmp alone, so its file system may be read-only with a tmpfs there.
USER 10001:10001
EXPOSE 8080 8081
# Ready rather than alive, for those who wait for it or send it visitors. By bash, because the JRE's image has no curl and a JVM every 10 s is dear.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${PEERSTAGE_MANAGEMENT_PORT:-8081} \
        && printf 'GET /health/ready HTTP/1.0\\r\\n\\r\\n' >&3 \
        && read -r version status reason <&3 \
        && [ \"$status\" = 200 ]"]
# No shell between the engine and Java: TERM reaches the process, which drains and ends.
ENTRYPOINT ["java", "--enable-native-access=ALL-UNNAMED", "-XX:MaxRAMPercentage=75", \
    "-cp", "/app/*", "io.peerstage.standalone.Standalone"]
