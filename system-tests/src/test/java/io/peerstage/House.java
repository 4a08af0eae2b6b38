package io.peerstage;

import com.microsoft.playwright.Browser;
import io.peerstage.testkit.TestBrowser;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The product and a browser, for the tests of one class. */
final class House implements BeforeAllCallback, AfterAllCallback {
    private final Map<String, String> settings;
    private TestBrowser browser;
    private Stage stage;

    House() {
        this(Map.of());
    }

    /** With those settings, as {@link Stage#open(Map)} takes them. */
    House(Map<String, String> settings) {
        this.settings = settings;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        browser = TestBrowser.open(); // first, for without it the class is skipped
        stage = Stage.open(settings);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (stage != null) {
            stage.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    TestBrowser browser() {
        return browser;
    }

    Stage stage() {
        return stage;
    }

    String url() {
        return stage.url();
    }

    /** Somebody with a browser profile of their own. */
    Person person() {
        return person(options -> {});
    }

    /** With another screen, or other wishes, than usual. */
    Person person(Consumer<Browser.NewContextOptions> with) {
        return new Person(browser, url(), with);
    }
}
