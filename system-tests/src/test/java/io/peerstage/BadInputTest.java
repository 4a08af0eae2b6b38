package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.OpenApi.Operation;
import io.peerstage.OpenApi.Parameter;
import io.peerstage.testkit.TestWallet;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each field of each operation of the contract, with each of its {@link BadValues}: refused by name, and nothing is kept. The caller may
 * do everything: a registered admin, with a stream of its own.
 */
class BadInputTest {
    private static final TestWallet ROOT = TestWallet.sr25519(1);

    /** What takes any text: it is not found, or matches nothing; the header of live responses has its test there. */
    private static final Set<String> TAKES_ANYTHING = Set.of("id", "streamId", "If-Match", "Last-Event-ID");

    /** No text of these shapes is an id. */
    private static final List<String> NO_IDS = List.of(
            "%00",
            "1-x%00",
            "%ff",
            "%ED%A0%80",
            "a%20b",
            "1_x",
            "-",
            "1-",
            "1-X",
            "1-%C3%A9",
            "..%2f1-x",
            "9".repeat(30) + "-x",
            "x".repeat(1_000));

    private static Stage stage;
    private static ApiClient admin;
    private static Map<String, String> existing;
    private static String stateBefore;
    private static long headBefore;

    @BeforeAll
    static void open() {
        stage = Stage.open(Map.of("ADMINS", ROOT.account().hex()));
        existing = RefusalsTest.existing(stage);
        admin = stage.registered(ROOT, "Root");
        existing.put(
                "id", admin.post("/streams", Stage.now("x")).expect(201).json().getString("id"));
        stateBefore = admin.get("/state").expect(200).response().body();
        headBefore = admin.get("/events?limit=1000").expect(200).json().getLong("next");
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    static Stream<Arguments> a_bad_parameter_is_named_and_nothing_is_kept() {
        return OpenApi.CONTRACT.operations().stream()
                .flatMap(operation -> operation.parameters().stream()
                        .filter(parameter -> !TAKES_ANYTHING.contains(parameter.name()))
                        .map(parameter -> Arguments.of(operation, parameter)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource
    void a_bad_parameter_is_named_and_nothing_is_kept(Operation operation, Parameter parameter) {
        var call = Call.of(operation, existing);
        allRefused(
                BadValues.ofParameter(operation.id(), parameter.name()),
                "/" + parameter.name(),
                value -> call.with(parameter.in(), parameter.name(), value));
    }

    static Stream<Arguments> a_bad_field_is_named_and_nothing_is_kept() {
        return OpenApi.CONTRACT.operations().stream()
                .flatMap(operation -> operation.body().stream()
                        .flatMap(body -> body.fields().stream())
                        .map(field -> Arguments.of(operation, field)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource
    void a_bad_field_is_named_and_nothing_is_kept(Operation operation, String field) {
        var call = Call.of(operation, existing);
        allRefused(BadValues.ofField(operation.id(), field), "/" + field, value -> call.withField(field, value));
    }

    static Stream<Operation> what_is_no_json_object_is_refused_and_nothing_is_kept() {
        return OpenApi.CONTRACT.operations().stream()
                .filter(operation -> operation
                        .body()
                        .filter(body -> body.mediaType().endsWith("json"))
                        .isPresent());
    }

    @ParameterizedTest
    @MethodSource
    void what_is_no_json_object_is_refused_and_nothing_is_kept(Operation operation) {
        var call = Call.of(operation, existing);
        allRefused(BadValues.ofBody(), "", value -> call.with(Buffer.buffer(value)));
    }

    static Stream<Operation> text_that_cannot_be_an_id_is_not_found() {
        return OpenApi.CONTRACT.operations().stream()
                .filter(operation -> operation.path().contains("{id}") && operation.lists("stream-not-found"));
    }

    @ParameterizedTest
    @MethodSource
    void text_that_cannot_be_an_id_is_not_found(Operation operation) {
        NO_IDS.forEach(id -> Call.of(operation, existing)
                .with("path", "id", id)
                .with("path", "streamId", id)
                .as(admin)
                .refused(404, "stream-not-found"));
        nothingIsKept();
    }

    @ParameterizedTest
    @ValueSource(ints = {-10_000, -1, 367, 10_000})
    void a_start_in_the_past_or_more_than_a_year_ahead_is_named_and_nothing_is_kept(int days) {
        var start = Instant.now().plus(Duration.ofDays(days));
        var plan = new JsonObject()
                .put("title", "x")
                .put("startTime", start.toString())
                .put("endTime", start.plusSeconds(3_600).toString());
        assertThat(admin.post("/streams", plan).refused(400, "invalid-request").pointer())
                .isEqualTo("/startTime");
        assertThat(admin.patch("/streams/" + existing.get("id"), plan)
                        .refused(400, "invalid-request")
                        .pointer())
                .isEqualTo("/startTime");
        nothingIsKept();
    }

    @Test
    void each_line_of_the_table_has_eight_different_values_or_more() {
        assertThat(BadValues.lines())
                .allSatisfy(line ->
                        assertThat(new HashSet<>(line)).hasSize(line.size()).hasSizeGreaterThanOrEqualTo(8));
    }

    private interface Change {
        Call to(String value);
    }

    private static void allRefused(List<String> values, String pointer, Change change) {
        SoftAssertions.assertSoftly(softly -> values.forEach(value -> {
            var reply = change.to(value).as(admin);
            var shown = value.substring(0, Math.min(value.length(), 60)) + " → "
                    + reply.response().body();
            softly.assertThat(reply.outcome()).as(shown).hasToString("400 invalid-request");
            if (reply.status() == 400) {
                softly.assertThat(reply.pointer()).as(shown).matches(pointer + "(/[0-9]+)*");
            }
        }));
        nothingIsKept();
    }

    private static void nothingIsKept() {
        assertThat(admin.get("/events?after=" + headBefore).expect(200).json().getJsonArray("items"))
                .isEmpty();
        assertThat(admin.get("/state").expect(200).response().body()).isEqualTo(stateBefore);
    }
}
