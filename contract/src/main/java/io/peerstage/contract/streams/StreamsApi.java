package io.peerstage.contract.streams;

import io.peerstage.contract.Account;
import io.peerstage.contract.Nothing;
import io.peerstage.contract.Operation;
import io.peerstage.contract.Require;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The operations of streams-service. */
public final class StreamsApi {
    /** Refuses with {@code NOT_REGISTERED}, {@code IDEMPOTENCY_MISMATCH}. */
    public static final Operation<Announcement, Stream> SCHEDULE =
            new Operation<>("streams.schedule", Announcement.class, Stream.class);

    /** Refuses with {@code STREAM_NOT_FOUND}, {@code NOT_BROADCASTER}, {@code PRECONDITION_FAILED}. */
    public static final Operation<Edit, Stream> EDIT = new Operation<>("streams.edit", Edit.class, Stream.class);

    /** Ends the show first if it is on. Refuses with {@code NOT_REGISTERED}, {@code STREAM_NOT_FOUND}, {@code NOT_BROADCASTER}. */
    public static final Operation<Which, Nothing> DELETE =
            new Operation<>("streams.delete", Which.class, Nothing.class);

    /** Refuses with {@code STREAM_NOT_FOUND}. */
    public static final Operation<Which, Stream> GET = new Operation<>("streams.get", Which.class, Stream.class);

    public static final Operation<Query, Page> LIST = new Operation<>("streams.list", Query.class, Page.class);

    /** The ids of an account's streams, the newest first. */
    public static final Operation<Broadcaster, Own> OF_BROADCASTER =
            new Operation<>("streams.of-broadcaster", Broadcaster.class, Own.class);

    /** The same for many accounts at once. */
    public static final Operation<Broadcasters, OwnOfMany> OF_BROADCASTERS =
            new Operation<>("streams.of-broadcasters", Broadcasters.class, OwnOfMany.class);

    /** For signaling: the caller's show begins. Refuses with {@code STREAM_NOT_FOUND}, {@code NOT_BROADCASTER}, {@code CONFLICT}, {@code ALREADY_LIVE}. */
    public static final Operation<GoLive, Started> GO_LIVE =
            new Operation<>("streams.go-live", GoLive.class, Started.class);

    /** For signaling: that show is over. One that is over already, and any other show of the stream, stay as they are. */
    public static final Operation<End, Nothing> END = new Operation<>("streams.end", End.class, Nothing.class);

    /** What became of the last show. Refuses with {@code STREAM_NOT_FOUND}, {@code NOT_BROADCASTER}. */
    public static final Operation<Which, Summary> SUMMARY =
            new Operation<>("streams.summary", Which.class, Summary.class);

    /** Who watches now. Refuses with {@code STREAM_NOT_FOUND}, {@code NOT_BROADCASTER}. */
    public static final Operation<Which, Watching> WATCHING =
            new Operation<>("streams.watching", Which.class, Watching.class);

    /** All streams in the order of their ids, a page at a time. */
    public static final Operation<ExportPage, Export> EXPORT =
            new Operation<>("streams.export", ExportPage.class, Export.class);

    /**
     * Answered once the lists know every event that was in the log when it was asked, save for names of speakers, which are asked of
     * profiles-service soon after. Refuses with {@code UNAVAILABLE} while they are being rebuilt.
     */
    public static final Operation<Nothing, Nothing> CATCH_UP =
            new Operation<>("streams.catch-up", Nothing.class, Nothing.class);

    /** For calendars: streams from 30 days ago on and those deleted since, the {@link #LARGEST_CALENDAR} nearest to now. */
    public static final Operation<Whose, Entries> CALENDAR =
            new Operation<>("streams.calendar", Whose.class, Entries.class);

    /** For feeds: the {@link #LARGEST_FEED} that were announced last, the newest first. */
    public static final Operation<Whose, Entries> NEWEST =
            new Operation<>("streams.newest", Whose.class, Entries.class);

    public static final int LARGEST_CALENDAR = 1_000;
    public static final int LARGEST_FEED = 50;
    public static final int LONGEST_EXCERPT = 1_000;
    public static final int LONGEST_TITLE = 120;
    public static final int LONGEST_DESCRIPTION = 5_000;
    public static final Duration LONGEST_STREAM = Duration.ofHours(24);
    public static final int LARGEST_PAGE = 100;
    public static final int LONGEST_KEY = 200;

    public record Schedule(
            String title,
            Optional<String> description,
            Instant startTime,
            Instant endTime,
            Optional<String> imgLink,
            Audience audience) {
        public Schedule {
            title = Require.line("title", title, 1, LONGEST_TITLE);
            description =
                    Require.notBlank(description).map(text -> Require.prose("description", text, LONGEST_DESCRIPTION));
            startTime = Require.time("startTime", startTime);
            endTime = Require.time("endTime", endTime);
            requirePeriod(startTime, endTime);
            imgLink = Require.notBlank(imgLink).map(link -> Require.imageLink("imgLink", link));
            audience = audience == null ? Audience.SUBSCRIBERS : audience;
        }
    }

    /**
     * A plan, to be announced once.
     *
     * @param key within a day the same key with the same plan is the same announcement, and gets its answer
     */
    public record Announcement(Schedule plan, Optional<String> key) {
        public Announcement {
            Require.present("plan", plan);
            key = key.map(text -> Require.line("Idempotency-Key", text, 1, LONGEST_KEY));
        }
    }

    /**
     * What is empty stays as it is.
     *
     * @param clear which of {@code description} and {@code imgLink} are taken away
     * @param ifVersions refuse unless the stream still has one of these
     */
    public record Edit(
            StreamId id,
            Optional<String> title,
            Optional<String> description,
            Optional<Instant> startTime,
            Optional<Instant> endTime,
            Optional<String> imgLink,
            Optional<Audience> audience,
            Set<String> clear,
            Optional<Set<Integer>> ifVersions) {
        public static final Set<String> CLEARABLE = Set.of("description", "imgLink");

        public Edit {
            Require.present("id", id);
            title = title.map(text -> Require.line("title", text, 1, LONGEST_TITLE));
            description = description.map(text -> Require.prose("description", text, LONGEST_DESCRIPTION));
            startTime = startTime.map(time -> Require.time("startTime", time));
            endTime = endTime.map(time -> Require.time("endTime", time));
            imgLink = imgLink.map(link -> Require.imageLink("imgLink", link));
            clear = Set.copyOf(clear);
            clear.forEach(field -> Require.that(CLEARABLE.contains(field), field, "cannot be taken away"));
        }
    }

    public record Which(StreamId id) {
        public Which {
            Require.present("id", id);
        }
    }

    public enum Sort {
        START,
        START_DESCENDING
    }

    /**
     * @param status which to list; empty means all
     * @param subscribedBy only streams of those whom this account follows
     * @param text what title, description or speaker must contain, ignoring case and accents
     * @param from only streams that start then or later
     * @param until only streams that start before that
     * @param cursor where the page before ended
     */
    public record Query(
            Set<Status> status,
            Optional<Account> broadcaster,
            Optional<Account> subscribedBy,
            Optional<String> text,
            Optional<Instant> from,
            Optional<Instant> until,
            Sort sort,
            int limit,
            Optional<String> cursor) {
        public Query {
            status = Set.copyOf(status);
            text = Require.notBlank(text).map(words -> Require.line("q", words, 1, LONGEST_TITLE));
            from = from.map(time -> Require.time("from", time));
            until = until.map(time -> Require.time("until", time));
            Require.present("sort", sort);
            Require.that(limit >= 1 && limit <= LARGEST_PAGE, "limit", "must lie between 1 and " + LARGEST_PAGE);
        }

        /** All of these, whoever's they are. */
        public static Query of(Set<Status> status, Sort sort, int limit) {
            return new Query(
                    status,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    sort,
                    limit,
                    Optional.empty());
        }

        /** The same question for the page that begins there. */
        public Query behind(Optional<String> next) {
            return new Query(status, broadcaster, subscribedBy, text, from, until, sort, limit, next);
        }
    }

    public record Page(List<Stream> items, Optional<String> next) {}

    /**
     * @param hidden also those that are hidden while the account is banned
     */
    public record Broadcaster(Account account, boolean hidden) {
        public Broadcaster {
            Require.present("account", account);
        }
    }

    public record Own(List<StreamId> ids, Optional<StreamId> live) {}

    public record Broadcasters(List<Account> accounts) {
        public Broadcasters {
            accounts = List.copyOf(accounts);
            Require.that(accounts.size() <= LARGEST_PAGE, "accounts", "must be at most " + LARGEST_PAGE);
        }
    }

    /**
     * Whose streams are which.
     *
     * @param ids by account; an account without streams is absent
     */
    public record OwnOfMany(Map<String, List<StreamId>> ids) {
        public List<StreamId> of(Account account) {
            return ids.getOrDefault(account.hex(), List.of());
        }
    }

    /**
     * @param takeOver end another show of this broadcaster, if one is on
     */
    public record GoLive(StreamId id, boolean takeOver) {
        public GoLive {
            Require.present("id", id);
        }
    }

    /**
     * @param ended the other stream whose show ended for this one
     */
    public record Started(Stream stream, Optional<StreamId> ended) {}

    /**
     * Names one show of a stream.
     *
     * @param startedAt when that show began
     * @param turnout empty where nobody counted
     */
    public record End(StreamId id, Instant startedAt, Optional<Turnout> turnout) {
        public End {
            Require.present("id", id);
            Require.present("startedAt", startedAt);
        }
    }

    /**
     * A show in figures, the last one where there were several.
     *
     * @param startedAt empty where there was none yet
     * @param endedAt empty while it is on
     * @param peakWatchers the most that watched at the same time
     * @param watchers how many watched in all
     * @param relayedShare the part of the picture that viewers got from one another, 0 to 1
     */
    public record Summary(
            Optional<Instant> startedAt,
            Optional<Instant> endedAt,
            int peakWatchers,
            int watchers,
            double relayedShare) {}

    /**
     * @param items accounts of those who signed in
     */
    public record Watching(List<Account> items) {}

    /**
     * @param after the last id of the page before
     */
    public record ExportPage(Optional<StreamId> after, int limit) {}

    public record Export(List<Stream> streams) {}

    /**
     * @param broadcaster only streams of this account
     * @param subscribedBy only streams of those whom this account follows
     * @param id only that stream
     */
    public record Whose(Optional<Account> broadcaster, Optional<Account> subscribedBy, Optional<StreamId> id) {
        public static final Whose ANYBODYS = new Whose(Optional.empty(), Optional.empty(), Optional.empty());

        public static Whose of(Account broadcaster) {
            return new Whose(Optional.of(broadcaster), Optional.empty(), Optional.empty());
        }

        public static Whose followedBy(Account subscriber) {
            return new Whose(Optional.empty(), Optional.of(subscriber), Optional.empty());
        }

        public static Whose just(StreamId id) {
            return new Whose(Optional.empty(), Optional.empty(), Optional.of(id));
        }
    }

    public record Entries(List<ScheduleEntry> entries) {}

    /** An end after its start, at most 24 h later. */
    public static void requirePeriod(Instant startTime, Instant endTime) {
        Require.that(endTime.isAfter(startTime), "endTime", "must be after startTime");
        Require.that(
                !endTime.isAfter(startTime.plus(LONGEST_STREAM)),
                "endTime",
                "must be at most 24 hours after startTime");
    }

    private StreamsApi() {}
}
