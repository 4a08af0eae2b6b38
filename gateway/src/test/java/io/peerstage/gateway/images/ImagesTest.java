package io.peerstage.gateway.images;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.contract.Account;
import io.peerstage.contract.Failure;
import io.peerstage.contract.Refused;
import io.peerstage.contract.profiles.ProfilesApi;
import io.peerstage.runtime.Database;
import io.peerstage.testkit.Await;
import io.peerstage.testkit.TestNode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who owns which image, on a real database; profiles are played. */
class ImagesTest {
    private static final Account ADA = new Account("0x" + "ad".repeat(20));
    private static final Account BOB = new Account("0x" + "b0".repeat(20));

    private final Set<Account> registered = new HashSet<>(Set.of(ADA, BOB));
    private Supplier<Future<Void>> meanwhile = Future::succeededFuture;
    private TestNode node;
    private Database database;
    private PostgresImageStore store;
    private Images images;

    @BeforeEach
    void start() {
        node = TestNode.start(Clock.systemUTC(), Map.of());
        database = Await.get(node.node().database("gateway"));
        store = new PostgresImageStore(database);
        images = new Images(node.node().vertx(), node.bus(), database, Clock.systemUTC());
        Await.get(node.bus().answer(ProfilesApi.STANDING, (caller, which) -> {
            var standing = new ProfilesApi.Standing(registered.contains(which.account()), false);
            return meanwhile.get().map(standing);
        }));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void the_same_image_has_the_same_link_and_stands_once() {
        var link = Await.get(upload(ADA, 1)).link();
        assertThat(link).matches("/images/[A-Za-z0-9_-]{43}");
        assertThat(Await.get(upload(ADA, 1)).link()).isEqualTo(link);
        assertThat(Await.get(upload(BOB, 1)).link()).isEqualTo(link);
        assertThat(Await.get(upload(ADA, 2)).link()).isNotEqualTo(link);
        assertThat(count("image")).isEqualTo(2);
        assertThat(count("image_owner")).isEqualTo(3);
    }

    @Test
    void of_64_uploads_at_once_only_those_that_fit_are_kept() {
        owned(ADA, 70);
        var uploads = IntStream.range(0, 64)
                .mapToObj(number -> upload(ADA, number).map(kept -> true).recover(ImagesTest::refused))
                .toList();
        var kept = Await.get(Future.all(uploads)).<Boolean>list().stream().filter(fits -> fits);
        assertThat(kept).hasSize(30);
        assertThat(count("image_owner")).isEqualTo(100);
        assertThat(count("image")).isEqualTo(100);
    }

    private static Future<Boolean> refused(Throwable thrown) {
        assertThat(((Refused) thrown).failure()).isEqualTo(Failure.CONFLICT);
        return Future.succeededFuture(false);
    }

    @Test
    void one_that_is_there_already_may_be_uploaded_again_by_who_has_the_most() {
        Await.get(upload(ADA, 1));
        owned(ADA, 99);
        Await.get(upload(ADA, 1));
        assertThat(Await.refusal(Failure.CONFLICT, upload(ADA, 2)).getMessage()).contains("100 images");
        Await.get(upload(BOB, 2));
    }

    @Test
    void whoever_has_no_profile_is_refused() {
        registered.remove(ADA);
        Await.refusal(Failure.NOT_REGISTERED, upload(ADA, 1));
        assertThat(count("image")).isZero();
    }

    @Test
    void images_go_with_the_profile_of_their_last_owner() {
        Await.get(upload(ADA, 1));
        Await.get(upload(ADA, 2));
        Await.get(upload(BOB, 2));
        delete(ADA);
        follow();
        assertThat(count("image")).isEqualTo(1);
        assertThat(count("image_owner")).isEqualTo(1);
        delete(BOB);
        follow();
        assertThat(count("image")).isZero();
    }

    @Test
    void what_is_uploaded_after_a_new_beginning_stays_even_if_the_log_is_read_late() {
        Await.get(upload(ADA, 1));
        Await.get(upload(ADA, 2));
        delete(ADA);
        Await.get(upload(ADA, 2));
        Await.get(upload(ADA, 3));
        follow();
        assertThat(count("image")).isEqualTo(2);
        follow();
        assertThat(count("image")).isEqualTo(2);
    }

    @Test
    void an_upload_that_a_deletion_overtakes_keeps_nothing() {
        meanwhile = () -> deletion(ADA).compose(deleted -> store.readOn()).mapEmpty();
        Await.refusal(Failure.NOT_REGISTERED, upload(ADA, 1));
        assertThat(count("image")).isZero();
    }

    @Test
    void the_log_is_followed_by_one_at_a_time_and_nothing_is_lost_when_that_fails() {
        Await.get(upload(ADA, 1));
        delete(ADA);
        Await.get(database.transaction(transaction -> transaction
                .query("SELECT position FROM gateway.images_followed FOR UPDATE")
                .execute()
                .compose(held -> store.readOn())));
        assertThat(count("image")).isEqualTo(1);
        follow();
        assertThat(count("image")).isZero();
    }

    private Future<Images.Kept> upload(Account account, int number) {
        return images.upload(node.caller(account), "image/png", Buffer.buffer(Pictures.png(number)));
    }

    /** So many that no upload of a test is the same as. */
    private void owned(Account account, int number) {
        Await.get(Future.all(IntStream.range(0, number)
                .mapToObj(n ->
                        store.keep(account, Image.of(ImageType.PNG, Buffer.buffer(Pictures.png(1_000_000 + n))), 0))
                .toList()));
    }

    private void delete(Account account) {
        Await.get(deletion(account));
    }

    private Future<?> deletion(Account account) {
        return database.client()
                .query("SELECT event_log.append('ProfileDeleted', '" + account + "', '{}')")
                .execute();
    }

    private void follow() {
        assertThat(Await.get(store.readOn())).isFalse();
    }

    private long count(String table) {
        return Await.get(database.client()
                        .query("SELECT count(*) FROM gateway." + table)
                        .execute())
                .iterator()
                .next()
                .getLong(0);
    }
}
