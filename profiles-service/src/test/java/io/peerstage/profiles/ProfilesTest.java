package io.peerstage.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.contract.Account;
import io.peerstage.contract.Event;
import io.peerstage.contract.Failure;
import io.peerstage.contract.Nothing;
import io.peerstage.contract.Operation;
import io.peerstage.contract.profiles.Profile;
import io.peerstage.contract.profiles.ProfilesApi;
import io.peerstage.contract.profiles.ProfilesApi.Edit;
import io.peerstage.contract.profiles.ProfilesApi.Sort;
import io.peerstage.contract.profiles.ProfilesApi.Which;
import io.peerstage.runtime.EventLog;
import io.peerstage.testkit.Await;
import io.peerstage.testkit.TestClock;
import io.peerstage.testkit.TestNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProfilesTest {
    private static final Account ADA = new Account("0x" + "ad".repeat(20));
    private static final Account BOB = new Account("0x" + "b0".repeat(32));
    private static final Account ROOT = new Account("0x" + "00".repeat(19) + "01");
    private static final Instant NOON = Instant.parse("2027-01-15T12:00:00Z");

    private final TestClock clock = new TestClock(NOON);
    private TestNode node;

    @BeforeEach
    void start() {
        node = TestNode.start(clock, Map.of("ADMINS", ROOT.hex()), ProfilesService.SERVICE);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void the_first_edit_registers_and_later_ones_replace_all_fields() {
        var first = edit(
                ADA, new Edit(some("Ada"), some("Lovelace"), some("https://a.example/a.png"), some("Europe/London")));
        assertThat(first.registered()).isTrue();
        clock.advance(Duration.ofDays(1));
        var second = edit(ADA, new Edit(some("Ada"), Optional.empty(), Optional.empty(), some("Europe/Paris")));
        assertThat(second.registered()).isFalse();
        assertThat(second.profile())
                .isEqualTo(new Profile(
                        ADA, some("Ada"), none(), none(), some("Europe/Paris"), 0, 0, NOON, Optional.of(false)));
        assertThat(events()).extracting(Event::type).containsExactly("ProfileEdited", "ProfileEdited");
    }

    @Test
    void a_visitor_cannot_register() {
        Await.refusal(
                Failure.INVALID_TOKEN,
                node.bus().ask(ProfilesApi.EDIT, node.visitor(), new Edit(none(), none(), none(), none())));
    }

    @Test
    void somebody_who_is_not_registered_has_no_profile() {
        Await.refusal(Failure.PROFILE_NOT_FOUND, get(ADA, BOB));
    }

    @Test
    void subscribing_twice_changes_nothing() {
        register(ADA, BOB);
        var first = Await.get(subscribe(ADA, BOB));
        clock.advance(Duration.ofMinutes(1));
        assertThat(Await.get(subscribe(ADA, BOB))).isEqualTo(first);
        assertThat(first.since()).isEqualTo(NOON);
        var bob = Await.get(get(ADA, BOB));
        assertThat(bob.subscriberCount()).isEqualTo(1);
        assertThat(bob.subscribed()).contains(true);
        assertThat(Await.get(get(BOB, BOB)).subscribed()).contains(false);
        assertThat(Await.get(get(BOB, ADA)).subscriptionCount()).isEqualTo(1);
        assertThat(events())
                .filteredOn(event -> event.type().equals("Subscribed"))
                .singleElement()
                .satisfies(event -> assertThat(event.data()).containsEntry("account_id", BOB.hex()))
                .satisfies(event -> assertThat(event.account()).isEqualTo(ADA));
    }

    @Test
    void unsubscribing_twice_changes_nothing() {
        register(ADA, BOB);
        Await.get(subscribe(ADA, BOB));
        Await.get(unsubscribe(ADA, BOB));
        Await.get(unsubscribe(ADA, BOB));
        assertThat(Await.get(get(ADA, BOB)).subscribed()).contains(false);
        assertThat(events())
                .filteredOn(event -> event.type().equals("Unsubscribed"))
                .hasSize(1);
    }

    @Test
    void a_deleted_profile_takes_all_its_subscriptions_with_it() {
        register(ADA, BOB);
        Await.get(subscribe(ADA, BOB));
        Await.get(subscribe(BOB, ADA));
        Await.get(delete(BOB));
        Await.get(delete(BOB));
        Await.refusal(Failure.PROFILE_NOT_FOUND, get(ADA, BOB));
        var ada = Await.get(get(ADA, ADA));
        assertThat(ada.subscriberCount() + ada.subscriptionCount()).isZero();
        assertThat(events())
                .filteredOn(event -> event.type().equals("ProfileDeleted"))
                .singleElement()
                .satisfies(event -> assertThat(event.account()).isEqualTo(BOB));
        assertThat(edit(BOB, new Edit(none(), none(), none(), none())).registered())
                .isTrue();
    }

    @Test
    void whom_a_broadcaster_bans_is_known_until_it_is_let_in_again() {
        register(ADA);
        var told = Promise.<ProfilesApi.Relation>promise();
        Await.get(node.bus().on(ProfilesApi.BANNED, told::tryComplete));
        var ban = Await.get(ban(ADA, BOB));
        clock.advance(Duration.ofMinutes(1));
        assertThat(Await.get(ban(ADA, BOB))).isEqualTo(ban).isEqualTo(new ProfilesApi.Ban(BOB, NOON));
        assertThat(Await.get(told.future())).isEqualTo(new ProfilesApi.Relation(BOB, ADA));
        assertThat(relation(BOB, ADA).banned()).isTrue();
        assertThat(relation(ADA, BOB).banned()).isFalse();
        assertThat(events()).extracting(Event::type).containsOnly("ProfileEdited");
        Await.get(node.bus().ask(ProfilesApi.UNBAN, node.caller(ADA), new Which(BOB)));
        Await.get(node.bus().ask(ProfilesApi.UNBAN, node.caller(ADA), new Which(BOB)));
        assertThat(relation(BOB, ADA).banned()).isFalse();
    }

    @Test
    void bans_are_listed_page_by_page_and_outlive_the_profile_of_the_banned() {
        register(ADA, BOB);
        Await.get(ban(ADA, BOB));
        clock.advance(Duration.ofMinutes(1));
        Await.get(ban(ADA, ROOT));
        Await.get(delete(BOB));
        var first = Await.get(bans(ADA, Optional.empty()));
        assertThat(first.items()).extracting(ProfilesApi.Person::account).containsExactly(BOB);
        var second = Await.get(bans(ADA, first.next()));
        assertThat(second.items()).extracting(ProfilesApi.Person::account).containsExactly(ROOT);
        assertThat(second.next()).isEmpty();
        assertThat(Await.get(bans(BOB, Optional.empty())).items()).isEmpty();
    }

    @Test
    void nobody_bans_without_a_profile_or_bans_oneself() {
        Await.refusal(Failure.NOT_REGISTERED, ban(ADA, BOB));
        Await.refusal(Failure.NOT_REGISTERED, node.bus().ask(ProfilesApi.UNBAN, node.caller(ADA), new Which(BOB)));
        Await.refusal(Failure.NOT_REGISTERED, ban(ADA, ADA));
        register(ADA);
        Await.refusal(Failure.CONFLICT, ban(ADA, ADA));
        Await.get(unsubscribe(ADA, ADA));
    }

    @Test
    void admins_make_admins_and_unmake_them() {
        Await.refusal(Failure.NOT_ADMIN, asAdmin(ProfilesApi.ADD_ADMIN, ADA, BOB));
        Await.get(asAdmin(ProfilesApi.ADD_ADMIN, ROOT, ADA));
        Await.get(asAdmin(ProfilesApi.ADD_ADMIN, ADA, BOB));
        Await.get(asAdmin(ProfilesApi.ADD_ADMIN, ADA, BOB));
        assertThat(Await.get(node.bus().ask(ProfilesApi.ADMINS, node.caller(BOB), Nothing.NOTHING))
                        .items())
                .containsExactly(
                        new ProfilesApi.Admin(ROOT, true),
                        new ProfilesApi.Admin(ADA, false),
                        new ProfilesApi.Admin(BOB, false));
        Await.get(asAdmin(ProfilesApi.REMOVE_ADMIN, BOB, ADA));
        Await.get(asAdmin(ProfilesApi.REMOVE_ADMIN, BOB, ADA));
        Await.refusal(Failure.NOT_ADMIN, asAdmin(ProfilesApi.REMOVE_ADMIN, ADA, BOB));
        Await.refusal(Failure.NOT_ADMIN, node.bus().ask(ProfilesApi.ADMINS, node.caller(ADA), Nothing.NOTHING));
        assertThat(events()).extracting(Event::type).containsExactly("AdminAdded", "AdminAdded", "AdminRemoved");
        assertThat(events().get(1).data()).containsEntry("new_admin_id", BOB.hex());
    }

    @Test
    void an_admin_of_the_setting_stays_one() {
        Await.get(asAdmin(ProfilesApi.ADD_ADMIN, ROOT, ADA));
        Await.get(asAdmin(ProfilesApi.ADD_ADMIN, ADA, ROOT));
        Await.refusal(Failure.CONFLICT, asAdmin(ProfilesApi.REMOVE_ADMIN, ADA, ROOT));
        assertThat(events()).extracting(Event::type).containsExactly("AdminAdded");
    }

    @Test
    void sixty_four_subscriptions_at_once_are_one() {
        register(ADA, BOB);
        var since = Await.get(Future.all(IntStream.range(0, 64)
                        .mapToObj(n -> subscribe(ADA, BOB))
                        .toList()))
                .<ProfilesApi.Subscription>list();
        assertThat(since).containsOnly(new ProfilesApi.Subscription(BOB, NOON));
        assertThat(events())
                .filteredOn(event -> event.type().equals("Subscribed"))
                .hasSize(1);
    }

    @Test
    void subscribers_are_counted_right_however_they_come_and_go() {
        var crowd = IntStream.range(1, 33)
                .mapToObj(n -> new Account("0x" + "%040x".formatted(n)))
                .toArray(Account[]::new);
        register(ADA, BOB);
        register(crowd);
        Await.get(Future.all(Stream.of(crowd)
                .flatMap(account -> Stream.of(
                        subscribe(account, ADA), subscribe(account, BOB), subscribe(ADA, account), subscribe(BOB, ADA)))
                .toList()));
        assertThat(Await.get(get(ADA, ADA)).subscriberCount()).isEqualTo(33);
        assertThat(Await.get(get(ADA, BOB)).subscriberCount()).isEqualTo(32);
        assertThat(Await.get(get(ADA, ADA)).subscriptionCount()).isEqualTo(32);
        Await.get(Future.all(Stream.of(crowd)
                .limit(16)
                .map(account -> unsubscribe(account, ADA))
                .toList()));
        assertThat(Await.get(get(ADA, ADA)).subscriberCount()).isEqualTo(17);
        var database = Await.get(node.node().database("profiles"));
        Await.get(database.client()
                .query("DELETE FROM profiles.profile WHERE account = '" + crowd[31] + "'")
                .execute());
        assertThat(Await.get(get(ADA, ADA)).subscriberCount()).isEqualTo(16);
        assertThat(Await.get(get(ADA, BOB)).subscriberCount()).isEqualTo(31);
        assertThat(Await.get(get(ADA, ADA)).subscriptionCount()).isEqualTo(31);
    }

    @Test
    void both_must_be_registered_to_subscribe_and_to_unsubscribe() {
        register(ADA);
        Await.refusal(Failure.NOT_REGISTERED, subscribe(BOB, ADA));
        Await.refusal(Failure.PROFILE_NOT_FOUND, subscribe(ADA, BOB));
        Await.refusal(Failure.NOT_REGISTERED, unsubscribe(BOB, ADA));
        Await.refusal(Failure.PROFILE_NOT_FOUND, unsubscribe(ADA, BOB));
    }

    @Test
    void nobody_subscribes_to_oneself() {
        register(ADA);
        Await.refusal(Failure.CONFLICT, subscribe(ADA, ADA));
    }

    @Test
    void a_standing_tells_who_is_registered_and_who_is_an_admin() {
        register(ADA);
        assertThat(standing(ADA)).isEqualTo(new ProfilesApi.Standing(true, false));
        assertThat(standing(BOB)).isEqualTo(new ProfilesApi.Standing(false, false));
        assertThat(standing(ROOT)).isEqualTo(new ProfilesApi.Standing(false, true));
    }

    @Test
    void a_relation_tells_who_is_subscribed() {
        register(ADA, BOB);
        Await.get(subscribe(ADA, BOB));
        assertThat(relation(ADA, BOB)).isEqualTo(new ProfilesApi.Relationship(true, true, false));
        assertThat(relation(BOB, ADA)).isEqualTo(new ProfilesApi.Relationship(true, false, false));
        assertThat(relation(ROOT, ADA)).isEqualTo(new ProfilesApi.Relationship(false, false, false));
    }

    @Test
    void profiles_are_listed_by_name_and_found_without_case_and_accents() {
        edit(ADA, new Edit(some("Éva"), some("Żak"), none(), none()));
        edit(BOB, new Edit(some("bob"), none(), none(), none()));
        edit(ROOT, new Edit(some("Zoë"), none(), none(), none()));
        assertThat(walk(none(), 1)).containsExactly(BOB, ADA, ROOT);
        assertThat(walk(some("EVA zak"), 1)).containsExactly(ADA);
        assertThat(walk(some("%"), 1)).isEmpty();
    }

    @Test
    void people_are_listed_by_name_or_by_date_and_found() {
        edit(ADA, new Edit(some("Ada"), none(), none(), none()));
        edit(BOB, new Edit(some("Zed"), none(), none(), none()));
        edit(ROOT, new Edit(some("Bea"), none(), some("https://a.example/b.png"), none()));
        Await.get(subscribe(BOB, ADA));
        clock.advance(Duration.ofMinutes(1));
        Await.get(subscribe(ROOT, ADA));
        assertThat(people(ProfilesApi.SUBSCRIBERS, ADA, none(), Sort.NAME)).containsExactly(ROOT, BOB);
        assertThat(people(ProfilesApi.SUBSCRIBERS, ADA, none(), Sort.SINCE)).containsExactly(BOB, ROOT);
        assertThat(people(ProfilesApi.SUBSCRIBERS, ADA, some("BE"), Sort.NAME)).containsExactly(ROOT);
        assertThat(people(ProfilesApi.SUBSCRIPTIONS, ROOT, none(), Sort.SINCE)).containsExactly(ADA);
        assertThat(people(ProfilesApi.SUBSCRIPTIONS, ADA, none(), Sort.NAME)).isEmpty();
    }

    @Test
    void of_somebody_who_is_not_registered_there_are_no_lists() {
        var query = new ProfilesApi.PeopleQuery(ADA, none(), Sort.NAME, 1, none());
        Await.refusal(Failure.PROFILE_NOT_FOUND, node.bus().ask(ProfilesApi.SUBSCRIBERS, node.visitor(), query));
        Await.refusal(Failure.PROFILE_NOT_FOUND, node.bus().ask(ProfilesApi.SUBSCRIPTIONS, node.visitor(), query));
    }

    private List<Account> walk(Optional<String> text, int limit) {
        var accounts = new ArrayList<Account>();
        var page = list(text, limit, none());
        for (; ; page = list(text, limit, page.next())) {
            page.items().forEach(profile -> accounts.add(profile.account()));
            if (page.next().isEmpty()) {
                return accounts;
            }
        }
    }

    private ProfilesApi.Page list(Optional<String> text, int limit, Optional<String> cursor) {
        return Await.get(node.bus().ask(ProfilesApi.LIST, node.visitor(), new ProfilesApi.Query(text, limit, cursor)));
    }

    /** All, a page of one at a time. */
    private List<Account> people(
            Operation<ProfilesApi.PeopleQuery, ProfilesApi.People> which,
            Account account,
            Optional<String> text,
            Sort sort) {
        var accounts = new ArrayList<Account>();
        Optional<String> cursor = none();
        do {
            var query = new ProfilesApi.PeopleQuery(account, text, sort, 1, cursor);
            var page = Await.get(node.bus().ask(which, node.visitor(), query));
            page.items().forEach(person -> accounts.add(person.account()));
            cursor = page.next();
        } while (cursor.isPresent());
        return accounts;
    }

    @Test
    void the_export_has_every_profile_with_its_subscriptions_page_by_page() {
        register(ADA, BOB);
        Await.get(subscribe(ADA, BOB));
        var first =
                Await.get(node.bus().ask(ProfilesApi.EXPORT, node.visitor(), new ProfilesApi.ExportPage(none(), 1)));
        var second = Await.get(node.bus()
                .ask(
                        ProfilesApi.EXPORT,
                        node.visitor(),
                        new ProfilesApi.ExportPage(
                                Optional.of(first.users().get(0).account()), 1)));
        assertThat(first.admins()).containsExactly(ROOT);
        assertThat(first.users()).singleElement().satisfies(user -> {
            assertThat(user.account()).isEqualTo(ADA);
            assertThat(user.subscriptions()).containsExactly(new ProfilesApi.Subscription(BOB, NOON));
        });
        assertThat(second.users()).singleElement().satisfies(user -> {
            assertThat(user.account()).isEqualTo(BOB);
            assertThat(user.subscribers()).containsExactly(ADA);
        });
    }

    private void register(Account... accounts) {
        for (var account : accounts) {
            edit(account, new Edit(none(), none(), none(), none()));
        }
    }

    private ProfilesApi.Edited edit(Account account, Edit edit) {
        return Await.get(node.bus().ask(ProfilesApi.EDIT, node.caller(account), edit));
    }

    private Future<Profile> get(Account asking, Account account) {
        return node.bus().ask(ProfilesApi.GET, node.caller(asking), new Which(account));
    }

    private Future<Nothing> delete(Account account) {
        return node.bus().ask(ProfilesApi.DELETE, node.caller(account), Nothing.NOTHING);
    }

    private Future<ProfilesApi.Ban> ban(Account broadcaster, Account account) {
        return node.bus().ask(ProfilesApi.BAN, node.caller(broadcaster), new Which(account));
    }

    private Future<ProfilesApi.People> bans(Account broadcaster, Optional<String> cursor) {
        return node.bus().ask(ProfilesApi.BANS, node.caller(broadcaster), new ProfilesApi.BansQuery(1, cursor));
    }

    private Future<Nothing> asAdmin(Operation<Which, Nothing> operation, Account by, Account whom) {
        return node.bus().ask(operation, node.caller(by), new Which(whom));
    }

    private Future<ProfilesApi.Subscription> subscribe(Account subscriber, Account broadcaster) {
        return node.bus().ask(ProfilesApi.SUBSCRIBE, node.caller(subscriber), new Which(broadcaster));
    }

    private Future<?> unsubscribe(Account subscriber, Account broadcaster) {
        return node.bus().ask(ProfilesApi.UNSUBSCRIBE, node.caller(subscriber), new Which(broadcaster));
    }

    private ProfilesApi.Standing standing(Account account) {
        return Await.get(node.bus().ask(ProfilesApi.STANDING, node.visitor(), new Which(account)));
    }

    private ProfilesApi.Relationship relation(Account subscriber, Account broadcaster) {
        return Await.get(node.bus()
                .ask(ProfilesApi.RELATION, node.visitor(), new ProfilesApi.Relation(subscriber, broadcaster)));
    }

    private List<Event> events() {
        var database = Await.get(node.node().database("profiles"));
        return Await.get(new EventLog(database.client()).read(0, 1_000));
    }

    private static Optional<String> some(String text) {
        return Optional.of(text);
    }

    private static <T> Optional<T> none() {
        return Optional.empty();
    }
}
