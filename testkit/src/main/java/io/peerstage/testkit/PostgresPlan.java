package io.peerstage.testkit;

import io.peerstage.runtime.Database;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.templates.SqlTemplate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How PostgreSQL ran a statement, with these values bound as the product binds them. */
public record PostgresPlan(JsonObject root) {
    /** Runs it. */
    public static PostgresPlan of(Database database, String sql, Map<String, Object> values) {
        var explain = "EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) " + sql;
        var rows = Await.get(SqlTemplate.forQuery(database.client(), explain).execute(values));
        var plans = (JsonArray) rows.iterator().next().getValue(0);
        return new PostgresPlan(plans.getJsonObject(0).getJsonObject("Plan"));
    }

    /** A setting of the server as connections of the product have it. */
    public static String setting(Database database, String name) {
        return Await.get(database.client().query("SHOW " + name).execute())
                .iterator()
                .next()
                .getString(0);
    }

    /** Tables that were read from end to end. */
    public List<String> scannedWhole() {
        return nodes(root)
                .filter(node -> node.getString("Node Type").equals("Seq Scan"))
                .map(node -> node.getString("Relation Name"))
                .toList();
    }

    /** Rows of tables that were fetched, whether they were of use or not. */
    public long rowsLookedAt() {
        return nodes(root)
                .filter(node -> node.containsKey("Relation Name"))
                .mapToLong(PostgresPlan::rows)
                .sum();
    }

    @Override
    public String toString() {
        return root.encodePrettily();
    }

    private static long rows(JsonObject node) {
        var each = node.getDouble("Actual Rows")
                + node.getDouble("Rows Removed by Filter", 0.0)
                + node.getDouble("Rows Removed by Index Recheck", 0.0);
        return Math.round(each * node.getDouble("Actual Loops"));
    }

    private static Stream<JsonObject> nodes(JsonObject node) {
        return Stream.concat(
                Stream.of(node),
                node.getJsonArray("Plans", new JsonArray()).stream()
                        .map(JsonObject.class::cast)
                        .flatMap(PostgresPlan::nodes));
    }
}
