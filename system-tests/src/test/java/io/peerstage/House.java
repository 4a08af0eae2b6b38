package io.peerstage;

import io.peerstage.testkit.TestBrowser;
import java.util.Map;
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
        return new Person(browser, url());
    }
}
