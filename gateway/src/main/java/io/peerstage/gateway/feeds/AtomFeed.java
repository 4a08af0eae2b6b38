package io.peerstage.gateway.feeds;

import io.peerstage.contract.streams.ScheduleEntry;
import io.peerstage.runtime.Json;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A feed of announcements as text (RFC 4287). An entry's id is the address of its stream's page. */
public final class AtomFeed {
    public static final String MEDIA_TYPE = "application/atom+xml; charset=utf-8";

    private static final String NAMESPACE = "http://www.w3.org/2005/Atom";

    private final Site site;
    private final XMLStreamWriter xml;

    private AtomFeed(Site site, XMLStreamWriter xml) {
        this.site = site;
        this.xml = xml;
    }

    /**
     * @param self where the feed is read
     * @param page where people read the same
     * @param entries the newest first
     */
    public static String of(Site site, String title, String self, String page, List<ScheduleEntry> entries) {
        try {
            var text = new StringWriter();
            var xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            new AtomFeed(site, xml).feed(title, self, page, entries);
            return text.toString();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException(impossible); // a StringWriter takes everything
        }
    }

    private void feed(String title, String self, String page, List<ScheduleEntry> entries) throws XMLStreamException {
        xml.writeStartDocument("utf-8", "1.0");
        xml.writeStartElement("feed");
        xml.writeDefaultNamespace(NAMESPACE);
        element("id", self);
        element("title", title);
        element("updated", Json.text(updated(entries)));
        link("self", "application/atom+xml", self);
        link("alternate", "text/html", page);
        for (var entry : entries) {
            entry(entry);
        }
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void entry(ScheduleEntry entry) throws XMLStreamException {
        var page = site.stream(entry.id());
        xml.writeStartElement("entry");
        element("id", page);
        element("title", entry.title());
        element("published", Json.text(entry.id().announcedAt()));
        element("updated", Json.text(entry.changedAt()));
        xml.writeStartElement("author");
        element("name", entry.speaker().called(entry.broadcaster()));
        element("uri", site.profile(entry.broadcaster()));
        xml.writeEndElement();
        link("alternate", "text/html", page);
        element("summary", summary(entry));
        xml.writeEndElement();
    }

    /** The hour comes first: it is what an announcement is about. */
    private static String summary(ScheduleEntry entry) {
        return Words.when(entry.startTime())
                + entry.description().map(description -> "\n\n" + description).orElse("");
    }

    /** The element must be there (4.1.1) also where nothing was announced yet. */
    private static Instant updated(List<ScheduleEntry> entries) {
        return entries.stream()
                .map(ScheduleEntry::changedAt)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    private void link(String relation, String type, String address) throws XMLStreamException {
        xml.writeEmptyElement("link");
        xml.writeAttribute("rel", relation);
        xml.writeAttribute("type", type);
        xml.writeAttribute("href", address);
    }

    private void element(String name, String text) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(legal(text));
        xml.writeEndElement();
    }

    /** XML 1.0 has no place, not even escaped, for two of the characters that a title may have: U+FFFE and U+FFFF. */
    private static String legal(String text) {
        return text.replaceAll("[\\uFFFE\\uFFFF]", "\uFFFD");
    }
}
