package io.peerstage.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of settings in the operator's manual is what the code says; {@code -Dpeerstage.docs.write=true} writes it anew. */
class SettingsTableTest {
    private static final Path MANUAL = Path.of("..", "docs", "operations.md");
    private static final Path SOURCE =
            Path.of("..", "runtime", "src", "main", "java", "io", "peerstage", "runtime", "Settings.java");
    private static final String BEGIN = "<!-- settings: written by SettingsTableTest -->\n";
    private static final String END = "<!-- end of settings -->";
    private static final Pattern MEANING = Pattern.compile("(?m)^ \\* @param (\\w+) (.+(?:\n \\*     +.+)*)");
    private static final Pattern CODE = Pattern.compile("\\{@code ([^}]+)}");
    private static final Pattern RULE = Pattern.compile("^must (be|have|look) ");

    @Test
    void the_manual_lists_every_setting_as_it_is() throws IOException {
        var manual = Files.readString(MANUAL);
        var begin = manual.indexOf(BEGIN) + BEGIN.length();
        var end = manual.indexOf(END);
        assertThat(begin).as("where the table begins").isBetween(BEGIN.length(), end);
        if (Boolean.getBoolean("peerstage.docs.write")) {
            Files.writeString(MANUAL, manual.substring(0, begin) + table() + manual.substring(end));
            return;
        }
        assertThat(manual.substring(begin, end)).isEqualTo(table());
    }

    private static String table() throws IOException {
        var reader = new SettingsReader(Map.of());
        Settings.from(reader);
        var asked = reader.asked().stream().collect(Collectors.toMap(SettingsReader.Asked::name, Function.identity()));
        var meanings = MEANING.matcher(Files.readString(SOURCE))
                .results()
                .collect(Collectors.toMap(match -> match.group(1), match -> words(match.group(2))));
        var components = List.of(Settings.class.getRecordComponents());
        assertThat(asked).hasSameSizeAs(components);
        return components.stream()
                .map(RecordComponent::getName)
                .map(component -> row(asked.get(variable(component)), meanings.get(component)))
                .collect(Collectors.joining(
                        "", "| variable | if not set | what it may be | meaning |\n|---|---|---|---|\n", ""));
    }

    private static String row(SettingsReader.Asked asked, String meaning) {
        assertThat(meaning).as("@param of " + asked.name()).isNotBlank();
        var otherwise = asked.otherwise().isEmpty() ? "–" : "`" + asked.otherwise() + "`";
        var rule = RULE.matcher(asked.rule()).replaceFirst("");
        return "| `" + asked.name() + "` | " + otherwise + " | " + rule + " | " + meaning + " |\n";
    }

    /** As it is written in the manual: other settings by their variables. */
    private static String words(String javadoc) {
        return CODE.matcher(javadoc.replaceAll("\\n \\* +", " "))
                .replaceAll(
                        match -> "`" + (isSetting(match.group(1)) ? variable(match.group(1)) : match.group(1)) + "`");
    }

    private static boolean isSetting(String name) {
        return Arrays.stream(Settings.class.getRecordComponents())
                .anyMatch(each -> each.getName().equals(name));
    }

    private static String variable(String component) {
        return "PEERSTAGE_" + component.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
    }
}
