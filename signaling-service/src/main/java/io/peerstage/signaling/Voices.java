package io.peerstage.signaling;

import io.peerstage.contract.Account;
import io.peerstage.contract.Caller;
import io.peerstage.contract.Failure;
import io.peerstage.contract.Refused;
import io.peerstage.contract.profiles.Profile;
import io.peerstage.contract.profiles.ProfilesApi;
import io.peerstage.contract.signaling.SignalingApi;
import io.peerstage.runtime.Bus;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who may chat in whose streams, and by which name. Asked when somebody first speaks and again every few seconds, so that whoever talks
 * much costs little; who was heard before goes on while nobody can be asked. Belongs to one event loop.
 */
final class Voices {
    /** A mute of which this instance was not told holds after that at the latest, and a new name shows. */
    static final Duration FRESH = Duration.ofSeconds(3);

    private static final Duration TO_ANSWER = Duration.ofSeconds(1);
    private static final int MOST = 10_000;

    private final Map<Ears, Voice> voices = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Ears, Voice> eldest) {
            return size() > MOST;
        }
    };

    private final Bus bus;
    private final PostgresMuteStore mutes;
    private final Clock clock;

    Voices(Bus bus, PostgresMuteStore mutes, Clock clock) {
        this.bus = bus;
        this.mutes = mutes;
        this.clock = clock;
    }

    private record Ears(Account broadcaster, Account speaker) {}

    /**
     * @param name empty while only the rest was told
     */
    private record Voice(Optional<String> name, boolean muted, Instant asked) {}

    /** The speaker's name. Fails with {@code MUTED}, {@code NOT_REGISTERED}, or {@code UNAVAILABLE} if it was never heard before. */
    Future<String> of(Caller caller, Account broadcaster, Account speaker) {
        var ears = new Ears(broadcaster, speaker);
        var known = Optional.ofNullable(voices.get(ears));
        return known.filter(this::isFresh).isPresent()
                ? Future.succeededFuture(known.get()).map(Voices::requireVoice)
                : ask(caller, ears, known).compose(asked -> {
                    if (!Optional.ofNullable(voices.get(ears)).equals(known)) {
                        return of(
                                caller, broadcaster, speaker); // something was told meanwhile: the answer may be older
                    }
                    voices.put(ears, asked);
                    return Future.succeededFuture(asked).map(Voices::requireVoice);
                });
    }

    /** Who may chat has changed; the next message asks, and this counts while nobody can be asked. */
    void told(SignalingApi.Muted news) {
        var ears = new Ears(news.broadcaster(), news.account());
        var name = Optional.ofNullable(voices.get(ears)).flatMap(Voice::name);
        voices.put(ears, new Voice(name, news.muted(), Instant.MIN));
    }

    private Future<Voice> ask(Caller caller, Ears ears, Optional<Voice> known) {
        var muted = isMuted(ears)
                .recover(thrown -> known.map(voice -> Future.succeededFuture(voice.muted()))
                        .orElseGet(() -> Future.failedFuture(thrown)));
        return muted.compose(isMuted -> name(caller, ears.speaker())
                .recover(thrown -> unlessDenied(thrown, known.flatMap(Voice::name)))
                .map(name -> new Voice(Optional.of(name), isMuted, clock.instant())));
    }

    private Future<Boolean> isMuted(Ears ears) {
        return ears.broadcaster().equals(ears.speaker())
                ? Future.succeededFuture(false)
                : mutes.isMuted(ears.broadcaster(), ears.speaker())
                        .timeout(TO_ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Future<String> name(Caller caller, Account speaker) {
        return bus.ask(ProfilesApi.GET, caller, new ProfilesApi.Which(speaker))
                .timeout(TO_ANSWER.toMillis(), TimeUnit.MILLISECONDS)
                .map(Voices::name);
    }

    private static Future<String> unlessDenied(Throwable thrown, Optional<String> name) {
        if (thrown instanceof Refused refused && refused.failure() == Failure.PROFILE_NOT_FOUND) {
            return Future.failedFuture(Failure.NOT_REGISTERED.because("register first: save a profile"));
        }
        return name.map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(
                        Failure.UNAVAILABLE.because("nobody can say by which name you speak: try again in a moment")));
    }

    private static String requireVoice(Voice voice) {
        if (voice.muted()) {
            throw Failure.MUTED.because("this broadcaster does not let you chat");
        }
        return voice.name().orElse("");
    }

    private static String name(Profile profile) {
        return Stream.of(profile.name(), profile.surname())
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" "));
    }

    private boolean isFresh(Voice voice) {
        return !voice.asked().equals(Instant.MIN)
                && Duration.between(voice.asked(), clock.instant()).abs().compareTo(FRESH) < 0;
    }
}
