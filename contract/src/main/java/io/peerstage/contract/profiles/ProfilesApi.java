package io.peerstage.contract.profiles;

import io.peerstage.contract.Account;
import io.peerstage.contract.Fact;
import io.peerstage.contract.Nothing;
import io.peerstage.contract.Operation;
import io.peerstage.contract.Require;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The operations of profiles-service. */
public final class ProfilesApi {
    /** Registers the caller the first time, replaces all fields of its profile afterwards. */
    public static final Operation<Edit, Edited> EDIT = new Operation<>("profiles.edit", Edit.class, Edited.class);

    /** Refuses with {@code PROFILE_NOT_FOUND}. */
    public static final Operation<Which, Profile> GET = new Operation<>("profiles.get", Which.class, Profile.class);

    /** Makes the caller a subscriber; a second time changes nothing. Refuses with {@code NOT_REGISTERED}, {@code PROFILE_NOT_FOUND}, {@code CONFLICT}. */
    public static final Operation<Which, Subscription> SUBSCRIBE =
            new Operation<>("profiles.subscribe", Which.class, Subscription.class);

    /** The opposite; for one who is not subscribed it changes nothing. */
    public static final Operation<Which, Nothing> UNSUBSCRIBE =
            new Operation<>("profiles.unsubscribe", Which.class, Nothing.class);

    /** What an account may do; never refused. */
    public static final Operation<Which, Standing> STANDING =
            new Operation<>("profiles.standing", Which.class, Standing.class);

    /** Whether one account follows another; never refused. */
    public static final Operation<Relation, Relationship> RELATION =
            new Operation<>("profiles.relation", Relation.class, Relationship.class);

    /** Profiles by name. */
    public static final Operation<Query, Page> LIST = new Operation<>("profiles.list", Query.class, Page.class);

    /** Who follows an account. Refuses with {@code PROFILE_NOT_FOUND}. */
    public static final Operation<PeopleQuery, People> SUBSCRIBERS =
            new Operation<>("profiles.subscribers", PeopleQuery.class, People.class);

    /** Whom an account follows. Refuses with {@code PROFILE_NOT_FOUND}. */
    public static final Operation<PeopleQuery, People> SUBSCRIPTIONS =
            new Operation<>("profiles.subscriptions", PeopleQuery.class, People.class);

    /** The caller's profile goes, and all subscriptions from and to it; where there is none, nothing changes. */
    public static final Operation<Nothing, Nothing> DELETE =
            new Operation<>("profiles.delete", Nothing.class, Nothing.class);

    /** An account may watch no stream of the caller any more; a second time changes nothing. Refuses with {@code NOT_REGISTERED}, {@code CONFLICT}. */
    public static final Operation<Which, Ban> BAN = new Operation<>("profiles.ban", Which.class, Ban.class);

    /** The opposite; for one who is not banned it changes nothing. Refuses with {@code NOT_REGISTERED}. */
    public static final Operation<Which, Nothing> UNBAN = new Operation<>("profiles.unban", Which.class, Nothing.class);

    /** Whom the caller banned, the earliest first. */
    public static final Operation<BansQuery, People> BANS =
            new Operation<>("profiles.bans", BansQuery.class, People.class);

    /** A broadcaster has banned an account. It is not in the event log: whom one bans is nobody else's business. */
    public static final Fact<Relation> BANNED = new Fact<>("profiles.banned", Relation.class);

    /** Refuses with {@code NOT_ADMIN}; a second time changes nothing. */
    public static final Operation<Which, Nothing> ADD_ADMIN =
            new Operation<>("profiles.add-admin", Which.class, Nothing.class);

    /** Refuses with {@code NOT_ADMIN}, and with {@code CONFLICT} for an admin of the operator's setting. */
    public static final Operation<Which, Nothing> REMOVE_ADMIN =
            new Operation<>("profiles.remove-admin", Which.class, Nothing.class);

    /** Refuses with {@code NOT_ADMIN}. */
    public static final Operation<Nothing, Admins> ADMINS =
            new Operation<>("profiles.admins", Nothing.class, Admins.class);

    public static final int LARGEST_PAGE = 100;

    /** All profiles with their subscriptions, by account, a page at a time. */
    public static final Operation<ExportPage, Export> EXPORT =
            new Operation<>("profiles.export", ExportPage.class, Export.class);

    public record Edit(
            Optional<String> name, Optional<String> surname, Optional<String> imgLink, Optional<String> timeZone) {
        public static final int LONGEST_NAME = 80;

        public Edit {
            name = Require.notBlank(name).map(text -> Require.line("name", text, 1, LONGEST_NAME));
            surname = Require.notBlank(surname).map(text -> Require.line("surname", text, 1, LONGEST_NAME));
            imgLink = Require.notBlank(imgLink).map(link -> Require.imageLink("imgLink", link));
            timeZone = Require.notBlank(timeZone).map(zone -> Require.timeZone("timeZone", zone));
        }
    }

    /**
     * @param registered true if the account was registered by this very edit
     */
    public record Edited(Profile profile, boolean registered) {}

    public record Which(Account account) {
        public Which {
            Require.present("account", account);
        }
    }

    public record Subscription(Account account, Instant since) {}

    public record Standing(boolean registered, boolean admin) {}

    public record Relation(Account subscriber, Account broadcaster) {
        public Relation {
            Require.present("subscriber", subscriber);
            Require.present("broadcaster", broadcaster);
        }
    }

    /**
     * @param registered whether the subscriber is registered
     * @param banned whether the broadcaster banned the subscriber
     */
    public record Relationship(boolean registered, boolean subscribed, boolean banned) {}

    /**
     * @param since when it began
     */
    public record Ban(Account account, Instant since) {}

    /**
     * @param cursor where the page before ended
     */
    public record BansQuery(int limit, Optional<String> cursor) {
        public BansQuery {
            requireLimit(limit);
        }
    }

    /**
     * @param items in the order of their accounts
     */
    public record Admins(List<Admin> items) {}

    /**
     * @param fixed named by the operator's setting, so that nobody can remove it
     */
    public record Admin(Account account, boolean fixed) {}

    /**
     * Asks for a page of profiles.
     *
     * @param text what the name must contain, ignoring case and accents
     * @param cursor where the page before ended
     */
    public record Query(Optional<String> text, int limit, Optional<String> cursor) {
        public Query {
            text = Require.notBlank(text).map(words -> Require.line("q", words, 1, 2 * Edit.LONGEST_NAME + 1));
            requireLimit(limit);
        }
    }

    public record Page(List<Profile> items, Optional<String> next) {}

    public enum Sort {
        NAME,
        SINCE
    }

    /**
     * Asks for a page of the people on one end of an account's subscriptions.
     *
     * @param text what the name must contain, ignoring case and accents
     * @param cursor where the page before ended
     */
    public record PeopleQuery(Account account, Optional<String> text, Sort sort, int limit, Optional<String> cursor) {
        public PeopleQuery {
            Require.present("account", account);
            text = Require.notBlank(text).map(words -> Require.line("q", words, 1, 2 * Edit.LONGEST_NAME + 1));
            Require.present("sort", sort);
            requireLimit(limit);
        }
    }

    /**
     * Somebody who follows, or is followed.
     *
     * @param since when that began
     */
    public record Person(
            Account account,
            Optional<String> name,
            Optional<String> surname,
            Optional<String> imgLink,
            Instant since) {}

    public record People(List<Person> items, Optional<String> next) {}

    /**
     * @param after the last account of the page before
     */
    public record ExportPage(Optional<Account> after, int limit) {}

    public record Export(List<User> users, List<Account> admins) {
        public record User(
                Account account,
                Optional<String> name,
                Optional<String> surname,
                Optional<String> imgLink,
                Optional<String> timeZone,
                List<Account> subscribers,
                List<Subscription> subscriptions) {}
    }

    private static void requireLimit(int limit) {
        Require.that(limit >= 1 && limit <= LARGEST_PAGE, "limit", "must lie between 1 and " + LARGEST_PAGE);
    }

    private ProfilesApi() {}
}
