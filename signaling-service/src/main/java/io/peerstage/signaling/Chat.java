package io.peerstage.signaling;

import io.peerstage.contract.Account;
import io.peerstage.contract.Failure;
import io.peerstage.contract.signaling.Push;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is said in one room. It is kept in memory alone and goes with the room's owner: a show is spoken, not published. Whoever collects
 * {@link #news} does so every so often, so that any number of messages is one message to each peer.
 */
final class Chat {
    /** So many are shown to those who enter. */
    static final int SHOWN = 50;
    /** So many can still be taken away, which is more than anybody sees at once. */
    static final int KNOWN = 500;
    /** An account, all its tabs together, tries to speak at most that often. */
    static final Duration BETWEEN_TURNS = Duration.ofSeconds(1);
    /** So many between two collections are more than anybody reads, and 40 KB to each peer at worst. */
    static final int MOST_AT_ONCE = 50;

    private final long epoch;
    private final LinkedHashMap<String, Push.Message> said = new LinkedHashMap<>();
    private final LinkedHashMap<String, Push.Message> untold = new LinkedHashMap<>();
    private final Set<String> removed = new LinkedHashSet<>();
    /** When whose turn was; of the last second. */
    private final Map<Account, Instant> turns = new HashMap<>();

    private long counter;

    /**
     * @param epoch that of the room: ids begin with it
     */
    Chat(long epoch) {
        this.epoch = epoch;
    }

    /** What was said and taken away since somebody asked last. */
    record News(List<Push.Message> messages, List<String> removed) {}

    /** Whoever tries to speak has had its turn, whatever becomes of it. Fails with {@code TOO_MANY_REQUESTS}. */
    void takeTurn(Account account, Instant now) {
        forgetTurns(now);
        if (turns.containsKey(account)) {
            throw Failure.TOO_MANY_REQUESTS.because("one message a second: wait a moment");
        }
        turns.put(account, now);
    }

    /** Fails with {@code TOO_MANY_REQUESTS} where too many talk at once. */
    Push.Message say(Account account, String name, String text, Instant now) {
        if (untold.size() >= MOST_AT_ONCE) {
            throw Failure.TOO_MANY_REQUESTS.because("everybody talks at once: say it again in a moment");
        }
        var message = new Push.Message(epoch + "." + ++counter, account, name, text, now);
        untold.put(message.id(), message);
        return message;
    }

    /** Fails with {@code NOT_FOUND} for a message that is not among the last {@value #KNOWN}. */
    void remove(String id) {
        if (said.remove(id) == null && untold.remove(id) == null) {
            throw Failure.NOT_FOUND.because("no message " + id + " among the last " + KNOWN);
        }
        removed.add(id);
    }

    /** What an account said goes. */
    void removeAllOf(Account account) {
        List.of(said, untold).forEach(messages -> idsOf(messages, account).forEach(this::remove));
    }

    /** What was said last, the oldest first. What nobody was told yet comes to everybody with the next {@link #news}. */
    List<Push.Message> last() {
        return said.values().stream().skip(Math.max(0, said.size() - SHOWN)).toList();
    }

    /** Empty if nothing was said or taken away since. */
    Optional<News> news() {
        if (untold.isEmpty() && removed.isEmpty()) {
            return Optional.empty();
        }
        var news = new News(List.copyOf(untold.values()), List.copyOf(removed));
        said.putAll(untold);
        untold.clear();
        removed.clear();
        var eldest = said.keySet().iterator();
        while (said.size() > KNOWN) {
            eldest.next();
            eldest.remove();
        }
        return Optional.of(news);
    }

    private void forgetTurns(Instant now) {
        // by the distance, for clocks are set back now and then
        turns.values().removeIf(turn -> Duration.between(turn, now).abs().compareTo(BETWEEN_TURNS) >= 0);
    }

    private static List<String> idsOf(Map<String, Push.Message> messages, Account account) {
        return messages.values().stream()
                .filter(message -> message.account().equals(account))
                .map(Push.Message::id)
                .toList();
    }
}
