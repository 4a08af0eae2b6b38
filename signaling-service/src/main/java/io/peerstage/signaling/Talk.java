package io.peerstage.signaling;

import io.peerstage.contract.Account;
import io.peerstage.contract.Caller;
import io.peerstage.contract.Failure;
import io.peerstage.contract.Nothing;
import io.peerstage.contract.profiles.ProfilesApi;
import io.peerstage.contract.signaling.SignalingApi;
import io.peerstage.runtime.Bus;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What is said in the rooms of this instance, and what broadcasters do about it. */
final class Talk {
    private final Rooms rooms;
    private final PostgresMuteStore mutes;
    private final Voices voices;
    private final Figures figures;
    private final Bus bus;
    private final Clock clock;

    Talk(Rooms rooms, PostgresMuteStore mutes, Voices voices, Figures figures, Bus bus, Clock clock) {
        this.rooms = rooms;
        this.mutes = mutes;
        this.voices = voices;
        this.figures = figures;
        this.bus = bus;
        this.clock = clock;
    }

    /**
     * A peer says something to everybody in its room. Fails with {@code INVALID_TOKEN} for a visitor, with {@code TOO_MANY_REQUESTS},
     * {@code NOT_REGISTERED}, {@code MUTED}, {@code UNAVAILABLE}.
     */
    Future<SignalingApi.Said> say(Caller caller, Room room, PeerId peer, SignalingApi.Chat words) {
        var speaker = caller.signedIn();
        room.chat().takeTurn(speaker, clock.instant());
        return voices.of(caller, room.stream().broadcaster(), speaker).map(name -> {
            if (!room.isAdmitted(peer)) { // put out meanwhile
                throw Failure.NOT_FOUND.because("enter a stream first");
            }
            var message = room.chat().say(speaker, name, words.text(), now());
            figures.said();
            return new SignalingApi.Said(message.id());
        });
    }

    /** Of a room by its broadcaster. Fails with {@code NOT_FOUND} for an unknown message, with {@code CONFLICT} for the caller itself. */
    Future<Nothing> moderate(Caller caller, Room room, SignalingApi.Moderate wish) {
        return switch (wish.action()) {
            case REMOVE -> remove(room, wish.message().orElseThrow());
            case MUTE -> mute(caller.signedIn(), requireOther(caller, wish));
            case UNMUTE -> unmute(caller.signedIn(), wish.account().orElseThrow());
            case BAN -> ban(caller, requireOther(caller, wish));
            case UNBAN ->
                bus.ask(
                        ProfilesApi.UNBAN,
                        caller,
                        new ProfilesApi.Which(wish.account().orElseThrow()));
        };
    }

    /** Told by whichever instance the broadcaster spoke to, this one perhaps. */
    void heard(SignalingApi.Muted news) {
        voices.told(news);
        if (news.muted()) {
            silence(news.broadcaster(), news.account());
        }
    }

    /** What an account said in a broadcaster's streams goes. */
    void silence(Account broadcaster, Account account) {
        rooms.of(broadcaster).forEach(room -> room.chat().removeAllOf(account));
    }

    /** A profile is gone, and whom it muted with it. */
    Future<Void> forget(Account broadcaster) {
        return mutes.forget(broadcaster);
    }

    private static Future<Nothing> remove(Room room, String message) {
        room.chat().remove(message);
        return Future.succeededFuture(Nothing.NOTHING);
    }

    private Future<Nothing> mute(Account broadcaster, Account account) {
        return mutes.mute(broadcaster, account, now())
                .map(kept -> tell(new SignalingApi.Muted(broadcaster, account, true)));
    }

    private Future<Nothing> unmute(Account broadcaster, Account account) {
        return mutes.unmute(broadcaster, account)
                .map(kept -> tell(new SignalingApi.Muted(broadcaster, account, false)));
    }

    /** Whom a broadcaster banned is put out by what profiles-service tells of it. */
    private Future<Nothing> ban(Caller caller, Account account) {
        return bus.ask(ProfilesApi.BAN, caller, new ProfilesApi.Which(account)).map(ban -> {
            silence(caller.signedIn(), account);
            return Nothing.NOTHING;
        });
    }

    /** Here at once, elsewhere as soon as it is heard. */
    private Nothing tell(SignalingApi.Muted news) {
        heard(news);
        bus.publish(SignalingApi.MUTED, news);
        return Nothing.NOTHING;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static Account requireOther(Caller caller, SignalingApi.Moderate wish) {
        var account = wish.account().orElseThrow();
        if (account.equals(caller.signedIn())) {
            throw Failure.CONFLICT.because("nobody mutes or bans oneself");
        }
        return account;
    }
}
