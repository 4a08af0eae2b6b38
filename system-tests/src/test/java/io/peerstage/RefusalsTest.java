package io.peerstage;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.OpenApi.Operation;
import io.peerstage.testkit.Await;
import io.peerstage.testkit.TestWallet;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The refusals that many operations share, provoked for each operation that the contract gives them to: an operation is tested by
 * standing there. What only one operation knows (conflicts, preconditions) has a test of its own.
 */
class RefusalsTest {
    private static final TestWallet ROOT = TestWallet.sr25519(1);
    private static final int LARGEST_BODY = 64 * 1024;
    private static final int LARGEST_IMAGE = 2 * 1024 * 1024;
    private static final int TRIES = 10;

    private static Stage stage;
    private static Stage tired;
    private static Stage alone;
    private static Stage cut;
    private static ApiClient admin;
    private static Map<String, String> existing;

    private static final Map<String, Function<Operation, ApiClient.Reply>> PROVOCATIONS = Map.ofEntries(
            entry("too-large", RefusalsTest::withTooLargeABody),
            entry(
                    "unsupported-media-type",
                    operation -> someonesStream(operation)
                            .with("header", "Content-Type", "text/csv")
                            .as(stage.as(wallet()))),
            entry("too-many-requests", RefusalsTest::tooOften),
            entry("invalid-token", operation -> someonesStream(operation).as(stage.visitor())),
            entry("banned", operation -> someonesStream(operation).as(banned())),
            entry("not-registered", operation -> someonesStream(operation).as(stage.as(wallet()))),
            entry("not-admin", operation -> someonesStream(operation).as(stage.registered(wallet(), "Eve"))),
            entry("not-broadcaster", operation -> someonesStream(operation).as(stage.registered(wallet(), "Eve"))),
            entry(
                    "stream-not-found",
                    operation -> someonesStream(operation)
                            .with("path", "id", "1-none")
                            .with("path", "streamId", "1-none")
                            .with("query", "url", Call.encoded(stage.url() + "/streams/1-none"))
                            .as(admin)),
            entry(
                    "profile-not-found",
                    operation -> someonesStream(operation)
                            .with("path", "account", wallet().account().hex())
                            .as(admin)),
            entry("unavailable", RefusalsTest::inTheDark));

    @BeforeAll
    static void open() {
        stage = Stage.open(Map.of("ADMINS", ROOT.account().hex(), "FAILED_SIGN_INS_PER_MINUTE", "100000"));
        tired = Stage.open(Map.of("READS_PER_MINUTE", "1", "WRITES_PER_MINUTE", "1"));
        admin = stage.registered(ROOT, "Root");
        existing = existing(stage);
        alone = Stage.open();
        List.of("profiles-service", "streams-service", "signaling-service")
                .forEach(service -> Await.get(alone.product().node().undeploy(service)));
        var line = new DatabaseLine();
        cut = Stage.open(Map.of("DATABASE_URL", line.url()));
        line.close();
        // Which tokens are good is known for a second without the database; this asks for nothing else.
        Awaitility.await().until(() -> cut.as(wallet()).get("/ice-servers").status() == 503);
    }

    @AfterAll
    static void close() {
        List.of(stage, tired, alone, cut).forEach(Stage::close);
    }

    static Stream<Arguments> each_operation_is_refused_as_the_contract_says() {
        return OpenApi.CONTRACT.operations().stream()
                .flatMap(operation -> operation.answers().stream()
                        .filter(answer -> PROVOCATIONS.containsKey(answer.problem()))
                        .map(answer -> Arguments.of(operation, answer)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource
    void each_operation_is_refused_as_the_contract_says(Operation operation, OpenApi.Outcome answer) {
        var reply = PROVOCATIONS.get(answer.problem()).apply(operation);
        reply.refused(answer.status(), answer.problem());
        if (answer.status() == 429 || answer.status() == 503) {
            assertThat(reply.header("Retry-After")).matches("[1-9][0-9]*");
        }
    }

    static Stream<Operation> a_method_that_a_path_does_not_take_is_refused_with_those_that_it_takes() {
        return OpenApi.CONTRACT.operations().stream();
    }

    @ParameterizedTest
    @MethodSource
    void a_method_that_a_path_does_not_take_is_refused_with_those_that_it_takes(Operation operation) {
        var taken = OpenApi.CONTRACT.operations().stream()
                .filter(other -> other.path().equals(operation.path()))
                .map(Operation::method)
                .toList();
        Stream.of("GET", "PUT", "POST", "PATCH", "DELETE")
                .filter(method -> !taken.contains(method))
                .forEach(method -> assertThat(someonesStream(operation)
                                .send(method, stage.visitor())
                                .refused(405, "method-not-allowed")
                                .header("Allow")
                                .split(", ", -1))
                        .containsExactlyInAnyOrderElementsOf(taken));
    }

    /** A call that would do something to what somebody else has. */
    private static Call someonesStream(Operation operation) {
        return Call.of(operation, existing);
    }

    private static ApiClient.Reply withTooLargeABody(Operation operation) {
        var isImage = operation.body().orElseThrow().mediaType().startsWith("image/");
        var filling = " ".repeat((isImage ? LARGEST_IMAGE : LARGEST_BODY) + 1);
        return someonesStream(operation).with(Buffer.buffer(filling)).as(stage.as(wallet()));
    }

    private static ApiClient.Reply tooOften(Operation operation) {
        var api = tired.as(wallet());
        return Stream.generate(() -> Call.of(operation, existing).as(api))
                .limit(TRIES)
                .filter(reply -> reply.status() == 429)
                .findFirst()
                .orElseThrow(() -> new AssertionError(operation + " may be called without an end"));
    }

    private static ApiClient banned() {
        var wallet = wallet();
        var api = stage.registered(wallet, "Eve");
        var ban = OpenApi.CONTRACT.operation("banAccount");
        assertThat(Call.of(ban, Map.of("account", wallet.account().hex()))
                        .as(admin)
                        .status())
                .isBetween(200, 204);
        return api;
    }

    /** Without the services that it asks, or, where it asks none, without its database. */
    private static ApiClient.Reply inTheDark(Operation operation) {
        var reply = someonesStream(operation).as(alone.as(wallet()));
        return reply.status() == 503 ? reply : someonesStream(operation).as(cut.as(wallet()));
    }

    private static TestWallet wallet() {
        return TestWallet.ed25519(UUID.randomUUID().getMostSignificantBits());
    }

    /** Somebody who is registered, and a stream of theirs. */
    static Map<String, String> existing(Stage stage) {
        var wallet = wallet();
        var api = stage.registered(wallet, "Ada");
        var id = api.post("/streams", Stage.now("Ada's")).expect(201).json().getString("id");
        Map<String, String> values = new HashMap<>();
        values.put("account", wallet.account().hex());
        values.put("id", id);
        values.put("streamId", id);
        values.put("url", stage.url() + "/streams/" + id);
        return values;
    }
}
