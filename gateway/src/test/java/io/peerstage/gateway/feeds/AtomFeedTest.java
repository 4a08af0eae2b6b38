package io.peerstage.gateway.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.contract.streams.ScheduleEntry;
import java.io.StringReader;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Our feeds as an XML parser reads them, held against the rules of RFC 4287. */
class AtomFeedTest {
    private static final String SELF = "https://stage.example/api/v1/streams.atom";
    private static final XPath XPATH = XPathFactory.newInstance().newXPath();

    @Test
    void a_reader_gets_what_was_announced() throws Exception {
        var feed = read(List.of(Entries.entry(Entries.AWKWARD, Optional.of("About\nit <i>"), 2, Optional.empty())));
        assertThat(text(feed, "/feed/entry/title")).isEqualTo(Entries.AWKWARD);
        assertThat(text(feed, "/feed/entry/summary")).isEqualTo("15 January 2027, 19:00 UTC\n\nAbout\nit <i>");
        assertThat(text(feed, "/feed/entry/author/name")).isEqualTo("Ada L., of; the lights");
        assertThat(text(feed, "/feed/entry/author/uri")).isEqualTo("https://stage.example/profiles/" + Entries.ADA);
        assertThat(text(feed, "/feed/entry/published")).isEqualTo("2025-11-22T02:00:00.123Z");
        assertThat(text(feed, "/feed/entry/updated")).isEqualTo("2027-01-10T12:00:00.500Z");
        assertThat(text(feed, "/feed/entry/id"))
                .isEqualTo("https://stage.example/streams/1763776800123-first-light")
                .isEqualTo(text(feed, "/feed/entry/link[@rel='alternate']/@href"));
        assertThat(text(feed, "/feed/updated")).isEqualTo("2027-01-10T12:00:00.500Z");
        assertThat(text(feed, "/feed/id")).isEqualTo(SELF);
    }

    @Test
    void a_feed_without_entries_is_one_all_the_same() throws Exception {
        assertThat(nodes(read(List.of()), "/feed/entry").getLength()).isZero();
    }

    @Test
    void a_title_with_characters_that_xml_does_not_know_stays_readable() throws Exception {
        var feed = read(List.of(Entries.named("a\uFFFEb\uFFFFc\uD83C\uDFAD\uDBFF\uDFFF")));
        assertThat(text(feed, "/feed/entry/title")).isEqualTo("a\uFFFDb\uFFFDc\uD83C\uDFAD\uDBFF\uDFFF");
    }

    private static Document read(List<ScheduleEntry> entries) throws Exception {
        var text = AtomFeed.of(Entries.SITE, "Ada & Co", SELF, "https://stage.example/streams", entries);
        assertThat(text)
                .startsWith("<?xml version=\"1.0\" encoding=\"utf-8\"?><feed xmlns=\"http://www.w3.org/2005/Atom\">");
        var feed = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(text)));
        requireAtom(feed);
        return feed;
    }

    /** Sections 4.1.1 and 4.1.2: what must be there, and how often. */
    private static void requireAtom(Document feed) throws Exception {
        for (var once : List.of("id", "title", "updated", "link[@rel='self']", "link[@rel='alternate']")) {
            assertThat(nodes(feed, "/feed/" + once).getLength()).as(once).isEqualTo(1);
        }
        var entries = nodes(feed, "/feed/entry").getLength();
        for (var once : List.of(
                "id", "title", "updated", "published", "summary", "author", "author/name", "link[@rel='alternate']")) {
            assertThat(nodes(feed, "/feed/entry/" + once).getLength()).as(once).isEqualTo(entries);
        }
        var texts = nodes(feed, "//id | //title | //name");
        for (var i = 0; i < texts.getLength(); i++) {
            assertThat(texts.item(i).getTextContent()).isNotBlank();
        }
        var times = nodes(feed, "//updated | //published");
        for (var i = 0; i < times.getLength(); i++) {
            OffsetDateTime.parse(times.item(i).getTextContent()); // RFC 3339
        }
        assertThat(nodes(feed, "/feed/*[not(self::id or self::title or self::updated or self::link or self::entry)]")
                        .getLength())
                .isZero();
    }

    private static String text(Document document, String path) throws Exception {
        return XPATH.evaluate(path, document);
    }

    private static NodeList nodes(Document document, String path) throws Exception {
        return (NodeList) XPATH.evaluate(path, document, XPathConstants.NODESET);
    }
}
