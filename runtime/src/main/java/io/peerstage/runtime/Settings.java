package io.peerstage.runtime;

import io.peerstage.contract.Account;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an operator may set, each by an environment variable {@code PEERSTAGE_} and the component's name in capitals; or, so that secrets need
 * not stand in an environment, by one that ends with {@code _FILE} and names a file that holds the value.
 *
 * @param httpPort where the gateway listens; 0 picks a free one
 * @param managementPort health and metrics; 0 picks a free one
 * @param publicUrl the origin that browsers see: the audience of tokens
 * @param allowedOrigins other origins whose pages may use the API
 * @param tlsCert a PEM certificate chain; with {@code tlsKey} the gateway speaks HTTPS
 * @param tlsKey the PEM private key that belongs to it
 * @param behindProxy whether all requests come through a proxy that adds the client's address to {@code X-Forwarded-For}
 * @param databaseUrl where PostgreSQL is; without it {@code mvn} starts one of its own, and a service in a process of its own does not start
 * @param dataDir where the embedded PostgreSQL keeps its data when there is no database URL
 * @param admins accounts that are admins and cannot be removed
 * @param iceServers STUN and TURN servers for browsers: {@code stun:host:port}
 * @param turnSecret shared with the TURN servers, which accept credentials made with it (coturn: static-auth-secret)
 * @param writesPerMinute requests of an account, or of an address without one, that may change something
 * @param readsPerMinute the same for all others
 * @param failedSignInsPerMinute bad tokens from one address before it is refused for a while
 * @param maxTokenHours the longest life of a token that is accepted
 * @param peersPerAccount tabs and devices of one account in one room
 * @param peersPerAddress the same from one network address
 * @param introductionsPerMinute other peers that one peer is connected to, or asked to stand by for
 * @param introductionsPerHour the same in an hour
 * @param logFormat how a line of the log looks: for people, or as JSON for machines
 * @param otlpEndpoint where traces go, an OpenTelemetry collector's OTLP over HTTP: {@code http://collector:4318}; without it nothing is traced
 * @param tracesPercent how many of 100 traces are kept; whether one that comes from elsewhere is, was decided there
 * @param clusterDns a name that resolves to the addresses of all members of the cluster on their private network; without it the process is alone
 * @param clusterPort where members find each other; the event bus between them takes the one above it
 * @param clusterCert a PEM certificate chain; with {@code clusterKey} and {@code clusterCa} the bus speaks TLS and wants certificates of all members
 * @param clusterKey the PEM private key that belongs to it
 * @param clusterCa the PEM certificate that has signed those of all members, and nothing else
 */
public record Settings(
        int httpPort,
        int managementPort,
        URI publicUrl,
        List<String> allowedOrigins,
        Optional<Path> tlsCert,
        Optional<Path> tlsKey,
        boolean behindProxy,
        Optional<URI> databaseUrl,
        Path dataDir,
        Set<Account> admins,
        List<String> iceServers,
        Optional<String> turnSecret,
        int writesPerMinute,
        int readsPerMinute,
        int failedSignInsPerMinute,
        int maxTokenHours,
        int peersPerAccount,
        int peersPerAddress,
        int introductionsPerMinute,
        int introductionsPerHour,
        LogFormat logFormat,
        Optional<URI> otlpEndpoint,
        int tracesPercent,
        Optional<String> clusterDns,
        int clusterPort,
        Optional<Path> clusterCert,
        Optional<Path> clusterKey,
        Optional<Path> clusterCa) {

    /** How a line of the log looks. */
    public enum LogFormat {
        TEXT,
        JSON
    }

    /** Fails with {@link BadSetting} at the first variable that is wrong, or that is none of ours. */
    public static Settings from(Map<String, String> environment) {
        return from(new SettingsReader(environment));
    }

    static Settings from(SettingsReader read) {
        var httpPort = read.number("HTTP_PORT", 8080, 0, 65_535);
        var tlsCert = read.file("TLS_CERT");
        var settings = new Settings(
                httpPort,
                read.number("MANAGEMENT_PORT", 8081, 0, 65_535),
                read.origin("PUBLIC_URL", (tlsCert.isPresent() ? "https" : "http") + "://localhost:" + httpPort),
                read.origins("ALLOWED_ORIGINS"),
                tlsCert,
                read.file("TLS_KEY"),
                read.flag("BEHIND_PROXY"),
                read.databaseUrl("DATABASE_URL"),
                read.path("DATA_DIR", "data"),
                read.accounts("ADMINS"),
                read.iceServers("ICE_SERVERS"),
                read.secret("TURN_SECRET"),
                read.number("WRITES_PER_MINUTE", 60, 1, 1_000_000),
                read.number("READS_PER_MINUTE", 600, 1, 1_000_000),
                read.number("FAILED_SIGN_INS_PER_MINUTE", 120, 1, 1_000_000),
                read.number("MAX_TOKEN_HOURS", 24, 1, 8_760),
                read.number("PEERS_PER_ACCOUNT", 4, 1, 1_000_000),
                read.number("PEERS_PER_ADDRESS", 16, 1, 1_000_000),
                read.number("INTRODUCTIONS_PER_MINUTE", 30, 1, 1_000_000),
                read.number("INTRODUCTIONS_PER_HOUR", 300, 1, 1_000_000),
                read.oneOf("LOG_FORMAT", LogFormat.TEXT),
                read.httpUrl("OTLP_ENDPOINT"),
                read.number("TRACES_PERCENT", 100, 0, 100),
                read.host("CLUSTER_DNS"),
                read.number("CLUSTER_PORT", 5701, 1, 65_534),
                read.file("CLUSTER_CERT"),
                read.file("CLUSTER_KEY"),
                read.file("CLUSTER_CA"));
        read.refuseUnknown();
        if (settings.tlsCert.isPresent() != settings.tlsKey.isPresent()) {
            throw new BadSetting("PEERSTAGE_TLS_CERT and PEERSTAGE_TLS_KEY must be set together");
        }
        if (settings.clusterCert.isPresent() != settings.clusterKey.isPresent()
                || settings.clusterCert.isPresent() != settings.clusterCa.isPresent()) {
            throw new BadSetting(
                    "PEERSTAGE_CLUSTER_CERT, PEERSTAGE_CLUSTER_KEY and PEERSTAGE_CLUSTER_CA must be set together");
        }
        if (settings.introductionsPerHour < settings.introductionsPerMinute) {
            throw new BadSetting(
                    "PEERSTAGE_INTRODUCTIONS_PER_HOUR must not be below PEERSTAGE_INTRODUCTIONS_PER_MINUTE");
        }
        return settings;
    }

    URI requireDatabaseUrl() {
        return databaseUrl.orElseThrow(() -> new BadSetting("PEERSTAGE_DATABASE_URL is missing"));
    }

    /** The same, with a database that was started meanwhile. */
    public Settings withDatabase(URI url) {
        return new Settings(
                httpPort,
                managementPort,
                publicUrl,
                allowedOrigins,
                tlsCert,
                tlsKey,
                behindProxy,
                Optional.of(url),
                dataDir,
                admins,
                iceServers,
                turnSecret,
                writesPerMinute,
                readsPerMinute,
                failedSignInsPerMinute,
                maxTokenHours,
                peersPerAccount,
                peersPerAddress,
                introductionsPerMinute,
                introductionsPerHour,
                logFormat,
                otlpEndpoint,
                tracesPercent,
                clusterDns,
                clusterPort,
                clusterCert,
                clusterKey,
                clusterCa);
    }
}
