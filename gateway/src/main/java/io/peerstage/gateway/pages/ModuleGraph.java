package io.peerstage.gateway.pages;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What modules import before they run. A browser that is told asks for all of it at once; else it finds out level by level, a round trip
 * each.
 */
final class ModuleGraph {
    /** Static imports and re-exports; {@code import('…')}, which comes when it is needed, has a bracket before its quote. */
    private static final Pattern IMPORT = Pattern.compile(
            "(?:^|[;}\\s])(?:import|export)(?:\\s*[\\w*${}\\s,]+?\\s*from)?\\s*[\"']([^\"'\\n]+)[\"']",
            Pattern.MULTILINE);

    private final JsonObject imports;
    private final UnaryOperator<String> source;

    /**
     * @param importMap as it stands in the document
     * @param source the text of a module by its path
     */
    ModuleGraph(String importMap, UnaryOperator<String> source) {
        this.imports = new JsonObject(importMap).getJsonObject("imports");
        this.source = source;
    }

    /** Those modules and all that they need, by path, in the order in which they are found. */
    Set<String> of(Collection<String> modules) {
        Set<String> found = new LinkedHashSet<>();
        modules.forEach(module -> add(module, found));
        return found;
    }

    private void add(String path, Set<String> found) {
        if (found.add(path)) {
            IMPORT.matcher(source.apply(path))
                    .results()
                    .forEach(match -> resolve(match.group(1), path).ifPresent(needed -> add(needed, found)));
        }
    }

    private Optional<String> resolve(String name, String from) {
        if (name.startsWith(".")) {
            return Optional.of(URI.create(from).resolve(name).getPath());
        }
        if (imports.containsKey(name)) {
            return Optional.of(imports.getString(name));
        }
        return imports.fieldNames().stream()
                .filter(prefix -> prefix.endsWith("/") && name.startsWith(prefix))
                .max(Comparator.comparingInt(String::length))
                .map(prefix -> imports.getString(prefix) + name.substring(prefix.length()));
    }
}
