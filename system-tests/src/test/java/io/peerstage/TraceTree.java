package io.peerstage;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The spans of one trace, each below the one that it came from. */
record TraceTree(List<SpanData> spans) {
    private static final int WIDTH = 3;

    /** Those that begin with a span of that name; where it began elsewhere, with the first in this product. */
    static Stream<TraceTree> of(List<SpanData> all, String root) {
        return all.stream().collect(Collectors.groupingBy(SpanData::getTraceId)).values().stream()
                .map(spans -> new TraceTree(spans.stream()
                        .sorted(Comparator.comparingLong(SpanData::getStartEpochNanos))
                        .toList()))
                .filter(tree ->
                        tree.root().filter(span -> span.getName().equals(root)).isPresent());
    }

    String traceId() {
        return spans.get(0).getTraceId();
    }

    /** Empty while it has not ended. */
    Optional<SpanData> root() {
        var ids = spans.stream().map(SpanData::getSpanId).toList();
        return spans.stream()
                .filter(span -> !ids.contains(span.getParentSpanId()))
                .findFirst();
    }

    /** Whether spans with these names come one from another, beginning at the root. */
    boolean hasPath(String... names) {
        var level =
                root().stream().filter(span -> span.getName().equals(names[0])).toList();
        for (var name : List.of(names).subList(1, names.length)) {
            level = level.stream()
                    .flatMap(parent ->
                            children(parent).filter(child -> child.getName().equals(name)))
                    .toList();
        }
        return !level.isEmpty();
    }

    private Stream<SpanData> children(SpanData parent) {
        return spans.stream().filter(span -> span.getParentSpanId().equals(parent.getSpanId()));
    }

    @Override
    public String toString() {
        return "trace " + traceId() + "\n" + root().map(first -> text(first, 0)).orElse("");
    }

    private String text(SpanData span, int depth) {
        var length = (span.getEndEpochNanos() - span.getStartEpochNanos()) / 1e6;
        return " ".repeat(depth * WIDTH)
                + "%s  [%s, %.1f ms]%s%n"
                        .formatted(span.getName(), span.getKind().name().toLowerCase(Locale.ROOT), length, more(span))
                + children(span).map(child -> text(child, depth + 1)).collect(Collectors.joining());
    }

    private static String more(SpanData span) {
        var statement = span.getAttributes().get(AttributeKey.stringKey("db.query.text"));
        var request = span.getAttributes().get(AttributeKey.stringKey("peerstage.request.id"));
        return (statement == null ? "" : "  " + statement.replaceAll("\\s+", " "))
                + (request == null ? "" : "  request " + request);
    }
}
