package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.peerstage.testkit.TestWallet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every page and state before axe-core, in both themes and at two widths: no violation, nothing in the console, nothing that is wider than
 * the screen, and nothing that was asked of another host. What was seen is kept under {@code target/screens}.
 */
@Tag("system")
class TourTest {
    private static final Path SCREENS = Path.of("target", "screens");
    private static final TestWallet ROOT = TestWallet.sr25519(1);
    /** Of the faults that it finds, which nodes; rules of WCAG 2.2 up to AA, and what it calls best practice. */
    private static final String FAULTS = """
            async () => {
              const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];
              const {violations} = await axe.run(document, {runOnly: tags});
              return violations.map(({id, nodes}) => id + ': ' + nodes.map(({html, any}) => html.slice(0, 200) + ' ' + (any[0]?.message ?? '')).join(' | '));
            }
            """;

    /** Octets of a first load, compressed, with their headers. */
    private static final int FIRST_LOAD = 150_000;

    private static final String FETCHED = """
            () => ['navigation', 'resource'].flatMap(type => performance.getEntriesByType(type)).reduce((sum, {transferSize}) => sum + transferSize, 0)
            """;

    private static final String IS_TOO_WIDE =
            "() => document.documentElement.scrollWidth > document.documentElement.clientWidth";
    private static final String HAS_SETTLED = """
            () => Promise.all(document.getAnimations().filter(one => one.effect.getTiming().iterations < 9).map(one => one.finished.catch(() => {})))
            """;

    @RegisterExtension
    static final House house = new House(Map.of("ADMINS", ROOT.account().hex()));

    private static String axe;

    @BeforeAll
    static void open() throws IOException {
        axe = Files.readString(
                Npm.install(Path.of("src", "test", "npm", "axe")).modules().resolve(Path.of("axe-core", "axe.min.js")));
    }

    @ParameterizedTest
    @CsvSource({"LIGHT, 1280", "DARK, 1280", "LIGHT, 390", "DARK, 390"})
    void all_can_be_used_by_everybody(ColorScheme scheme, int width) {
        List<String> faults = new ArrayList<>();
        var into = SCREENS.resolve(scheme.name().toLowerCase(Locale.ROOT) + "-" + width);
        try (var tour = new Tour(house.stage(), house.browser(), ROOT, scheme, width, (name, person) -> {
            var page = person.page();
            page.evaluate(HAS_SETTLED);
            page.screenshot(new Page.ScreenshotOptions().setPath(into.resolve(name + ".png")));
            faultsOf(page).forEach(fault -> faults.add(name + ": " + fault));
            person.complaints().stream()
                    .filter(complaint -> !complaint.contains("ERR_INTERNET_DISCONNECTED")) // as the tour wants it
                    .forEach(complaint -> faults.add(name + " complains: " + complaint));
            person.complaints().clear();
            person.asked().stream()
                    .filter(host -> !house.url().endsWith("//" + host))
                    .forEach(host -> faults.add(name + " asks " + host));
            if (name.equals("landing") && (int) page.evaluate(FETCHED) > FIRST_LOAD) {
                faults.add("the first load takes " + page.evaluate(FETCHED) + " octets");
            }
        })) {
            tour.walk();
        }
        assertThat(faults).as(String.join("\n", faults)).isEmpty();
    }

    @SuppressWarnings("unchecked")
    private static List<String> faultsOf(Page page) {
        List<String> faults = new ArrayList<>();
        page.evaluate("() => {" + axe + "}");
        faults.addAll((List<String>) page.evaluate(FAULTS));
        if ((boolean) page.evaluate(IS_TOO_WIDE)) {
            faults.add("wider than the screen");
        }
        return faults;
    }
}
