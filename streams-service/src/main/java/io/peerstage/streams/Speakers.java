package io.peerstage.streams;

import io.peerstage.contract.Account;
import io.peerstage.contract.Event;
import io.peerstage.contract.EventType;
import io.peerstage.contract.Failure;
import io.peerstage.contract.Refused;
import io.peerstage.contract.profiles.Profile;
import io.peerstage.contract.profiles.ProfilesApi;
import io.peerstage.runtime.Bus;
import io.peerstage.runtime.Pulse;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Keeps the names of speakers beside the schedule, so that lists are one statement and can be read while profiles-service is away. An
 * event says whose profile changed; what it has become is asked of its owner.
 */
final class Speakers {
    private static final Duration BEAT = Duration.ofSeconds(1);

    private final Bus bus;
    private final Pulse pulse;

    Speakers(Vertx vertx, Bus bus, SpeakerStore store) {
        this.bus = bus;
        this.pulse = new Pulse(vertx, BEAT, "names of speakers", () -> store.readOn(this::changed));
    }

    Future<Void> follow() {
        return bus.on(EventType.PROFILE_EDITED.fact(), edited -> pulse.nudge()).onSuccess(listening -> pulse.start());
    }

    void stop() {
        pulse.stop();
    }

    private Future<List<SpeakerStore.Change>> changed(List<Event> events) {
        Set<Account> accounts = events.stream()
                .filter(event -> event.is(EventType.PROFILE_EDITED))
                .map(Event::account)
                .collect(Collectors.toSet());
        var profiles = accounts.stream()
                .map(account -> profile(account).map(profile -> new SpeakerStore.Change(account, profile)))
                .toList();
        return Future.all(profiles).map(all -> all.<SpeakerStore.Change>list());
    }

    private Future<Optional<Profile>> profile(Account account) {
        return bus.ask(ProfilesApi.GET, bus.self(), new ProfilesApi.Which(account))
                .map(Optional::of)
                .recover(thrown -> thrown instanceof Refused refused && refused.failure() == Failure.PROFILE_NOT_FOUND
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(thrown));
    }
}
