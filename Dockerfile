# An image for each service: `docker build --target gateway .`, and so on; each wants PEERSTAGE_DATABASE_URL. Builds with BuildKit and without.
ARG BUILD_BASE=maven:3.9-eclipse-temurin-25
ARG RUNTIME_BASE=debian:bookworm-slim

# Makes the secrets of an installation when it starts for the first time.
FROM ${RUNTIME_BASE} AS setup
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends openssl && rm -rf /var/lib/apt/lists/*
COPY deploy/setup.sh /setup.sh
ENTRYPOINT ["bash", "/setup.sh"]

FROM ${BUILD_BASE} AS build
WORKDIR /src
COPY . .
RUN mvn -B -ntp -Papp -DskipTests -pl gateway,streams-service,profiles-service,signaling-service -am package

# What of Java is used, found out with jdeps, and what the JVM looks up by name: elliptic curves, JMX, the operators' tools.
FROM ${BUILD_BASE} AS java
RUN jlink --output /java --compress zip-6 --strip-java-debug-attributes --no-header-files --no-man-pages \
    --add-modules java.base,java.desktop,java.instrument,java.logging,java.management,java.naming,java.net.http,java.security.jgss,java.sql,java.transaction.xa,java.xml,jdk.attach,jdk.crypto.ec,jdk.jcmd,jdk.jfr,jdk.management,jdk.management.agent,jdk.naming.dns,jdk.net,jdk.unsupported,jdk.zipfs \
    && /java/bin/java -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -Xshare:dump

FROM ${RUNTIME_BASE} AS service
COPY --from=java /java /java
# A number, so that an orchestrator can see that it is not root. The process writes to /tmp alone, so its file system may be read-only with a tmpfs there.
USER 10001:10001
# 5701 and 5702 are for other members of the cluster, 8081 for health and metrics: none of them for the public
EXPOSE 5701 5702 8081
# Ready rather than alive, for those who wait for it or send it visitors. By bash, because there is no curl and a JVM every 30 s is dear.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${PEERSTAGE_MANAGEMENT_PORT:-8081} \
        && printf 'GET /health/ready HTTP/1.0\\r\\n\\r\\n' >&3 \
        && read -r version status reason <&3 \
        && [ \"$status\" = 200 ]"]
# The C library keeps a heap for each few threads otherwise, most of it empty.
ENV PEERSTAGE_LOG_FORMAT=json MALLOC_ARENA_MAX=2
# No shell between the engine and Java: TERM reaches the process, which drains and ends. The memory is the container's; it is given back when it is not
# needed. The opened packages are those in which Hazelcast looks for figures.
ENTRYPOINT ["/java/bin/java", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", \
    "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xms32m", "-Xss512k", "-XX:MinHeapFreeRatio=10", "-XX:MaxHeapFreeRatio=30", \
    "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED", \
    "--add-opens=java.base/java.lang=ALL-UNNAMED", "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED", \
    "--add-opens=java.management/sun.management=ALL-UNNAMED", "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED", \
    "-cp", "/app/*"]

FROM service AS streams-service
COPY --from=build /src/streams-service/target/app /app
CMD ["io.peerstage.streams.StreamsService"]

FROM service AS profiles-service
COPY --from=build /src/profiles-service/target/app /app
CMD ["io.peerstage.profiles.ProfilesService"]

FROM service AS signaling-service
COPY --from=build /src/signaling-service/target/app /app
CMD ["io.peerstage.signaling.SignalingService"]

FROM service AS gateway
COPY --from=build /src/gateway/target/app /app
EXPOSE 8080
CMD ["io.peerstage.gateway.GatewayService"]
