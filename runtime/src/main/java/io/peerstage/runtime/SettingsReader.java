package io.peerstage.runtime;

import io.peerstage.contract.Account;
import io.peerstage.contract.Refused;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the environment one variable at a time; what is wrong is said with the variable's name. */
final class SettingsReader {
    private static final String PREFIX = "PEERSTAGE_";
    private static final String FILE = "_FILE";
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,252})");
    private static final Pattern ICE_SERVER = Pattern.compile("(stuns?|turns?):[^\\s,]+");
    private static final int SHORTEST_SECRET = 16;
    private static final Map<String, Integer> DEFAULT_PORTS = Map.of("http", 80, "https", 443);

    private final Map<String, String> environment;
    private final Set<String> known = new HashSet<>();
    private final List<Asked> asked = new ArrayList<>();

    SettingsReader(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * What was read, whether it was set or not.
     *
     * @param otherwise what it is when it is not set; empty if it is nothing then
     * @param rule what it must be
     */
    record Asked(String name, String otherwise, String rule) {}

    List<Asked> asked() {
        return List.copyOf(asked);
    }

    int number(String name, int otherwise, int least, int most) {
        return read(
                        name,
                        text -> {
                            var number = Integer.parseInt(text);
                            if (number < least || number > most) {
                                throw new NumberFormatException();
                            }
                            return number;
                        },
                        "must be a whole number from " + least + " to " + most,
                        String.valueOf(otherwise))
                .orElse(otherwise);
    }

    URI origin(String name, String otherwise) {
        var rule = "must be an origin such as https://stage.example";
        return URI.create(read(name, SettingsReader::origin, rule, otherwise).orElse(otherwise));
    }

    List<String> origins(String name) {
        return read(name, text -> list(text, SettingsReader::origin), "must be origins with commas between")
                .orElse(List.of());
    }

    Optional<Path> file(String name) {
        return read(name, Path::of, "must be a path").map(path -> {
            if (!Files.isReadable(path)) {
                throw new BadSetting(PREFIX + name + ": cannot read " + path);
            }
            return path;
        });
    }

    Path path(String name, String otherwise) {
        return read(name, Path::of, "must be a path", otherwise).orElse(Path.of(otherwise));
    }

    Optional<URI> databaseUrl(String name) {
        return read(name, SettingsReader::postgres, "must look like postgresql://user:password@host:5432/database");
    }

    Set<Account> accounts(String name) {
        return Set.copyOf(
                read(name, text -> list(text, Account::new), "must be accounts (0x and hex) with commas between")
                        .orElse(List.of()));
    }

    List<String> iceServers(String name) {
        return read(
                        name,
                        text -> list(text, SettingsReader::iceServer),
                        "must be stun: or turn: addresses with commas between")
                .orElse(List.of());
    }

    /** At least as hard to guess as 16 letters. */
    Optional<String> secret(String name) {
        return read(
                name,
                text -> {
                    if (text.length() < SHORTEST_SECRET) {
                        throw new UnacceptableText();
                    }
                    return text;
                },
                "must have at least " + SHORTEST_SECRET + " characters");
    }

    /** {@code false} unless it is set. */
    boolean flag(String name) {
        return read(
                        name,
                        text -> switch (text) {
                            case "true" -> true;
                            case "false" -> false;
                            default -> throw new UnacceptableText();
                        },
                        "must be true or false",
                        "false")
                .orElse(false);
    }

    <E extends Enum<E>> E oneOf(String name, E otherwise) {
        var type = otherwise.getDeclaringClass();
        var all = Arrays.stream(type.getEnumConstants())
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" or "));
        return read(
                        name,
                        text -> Arrays.stream(type.getEnumConstants())
                                .filter(each -> each.name().equalsIgnoreCase(text))
                                .findFirst()
                                .orElseThrow(UnacceptableText::new),
                        "must be " + all,
                        otherwise.name().toLowerCase(Locale.ROOT))
                .orElse(otherwise);
    }

    Optional<URI> httpUrl(String name) {
        return read(name, SettingsReader::http, "must look like http://collector:4318");
    }

    Optional<String> host(String name) {
        return read(
                name,
                text -> {
                    if (!HOST.matcher(text).matches()) {
                        throw new UnacceptableText();
                    }
                    return text;
                },
                "must be a host name");
    }

    void refuseUnknown() {
        environment.keySet().stream()
                .filter(name -> name.startsWith(PREFIX) && !known.contains(name))
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw new BadSetting(name + " is not a setting; the settings are "
                            + known.stream()
                                    .filter(each -> !each.endsWith(FILE))
                                    .sorted()
                                    .collect(Collectors.joining(", ")));
                });
    }

    private <T> Optional<T> read(String name, Function<String, T> parser, String rule) {
        return read(name, parser, rule, "");
    }

    private <T> Optional<T> read(String name, Function<String, T> parser, String rule, String otherwise) {
        asked.add(new Asked(PREFIX + name, otherwise, rule));
        known.add(PREFIX + name);
        known.add(PREFIX + name + FILE);
        var text = text(PREFIX + name).strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parser.apply(text));
        } catch (NumberFormatException | InvalidPathException | Refused | UnacceptableText wrong) {
            // A database's address holds a password, so what was set is not repeated.
            throw new BadSetting(PREFIX + name + " " + rule);
        }
    }

    private String text(String variable) {
        var text = environment.getOrDefault(variable, "");
        var file = environment.getOrDefault(variable + FILE, "").strip();
        if (file.isEmpty()) {
            return text;
        }
        if (!text.isBlank()) {
            throw new BadSetting(variable + " and " + variable + FILE + " are both set");
        }
        try {
            return Files.readString(Path.of(file));
        } catch (IOException | InvalidPathException unreadable) {
            throw new BadSetting(variable + FILE + ": cannot read " + file);
        }
    }

    private static <T> List<T> list(String text, Function<String, T> parser) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .map(parser)
                .toList();
    }

    /** Lower case, no default port, no slash: as browsers send it and as tokens name it. */
    private static String origin(String text) {
        var uri = uri(text);
        var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        var plainPath = uri.getRawPath() == null
                || uri.getRawPath().isEmpty()
                || uri.getRawPath().equals("/");
        if (!DEFAULT_PORTS.containsKey(scheme)
                || uri.getHost() == null
                || uri.getRawUserInfo() != null
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null
                || !plainPath) {
            throw new UnacceptableText();
        }
        var port = uri.getPort() == -1 || uri.getPort() == DEFAULT_PORTS.get(scheme) ? "" : ":" + uri.getPort();
        return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port;
    }

    private static URI postgres(String text) {
        var uri = uri(text);
        if (!Set.of("postgresql", "postgres").contains(String.valueOf(uri.getScheme()))
                || uri.getHost() == null
                || uri.getPath() == null
                || uri.getPath().length() < 2) {
            throw new UnacceptableText();
        }
        return uri;
    }

    private static URI http(String text) {
        var uri = uri(text);
        if (!DEFAULT_PORTS.containsKey(String.valueOf(uri.getScheme())) || uri.getHost() == null) {
            throw new UnacceptableText();
        }
        return uri;
    }

    private static String iceServer(String text) {
        if (!ICE_SERVER.matcher(text).matches()) {
            throw new UnacceptableText();
        }
        return text;
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException wrong) {
            throw new UnacceptableText();
        }
    }

    private static final class UnacceptableText extends RuntimeException {
        UnacceptableText() {
            super(null, null, false, false);
        }
    }
}
