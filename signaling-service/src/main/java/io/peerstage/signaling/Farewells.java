package io.peerstage.signaling;

import io.peerstage.contract.Caller;
import io.peerstage.contract.Refused;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** Who was put out of a room and has not been told yet: it stays for a moment, for those whom it feeds. */
final class Farewells {
    private final Map<PeerId, Farewell> due = new LinkedHashMap<>();

    private record Farewell(Caller.Socket socket, Refused why) {}

    void add(PeerId id, Caller.Socket socket, Refused why) {
        due.put(id, new Farewell(socket, why));
    }

    /** It is back, and its right is asked for anew. */
    void forget(PeerId id) {
        due.remove(id);
    }

    /** Tells those who feed nobody any more. */
    void say(Predicate<PeerId> stillFeeds, BiConsumer<Caller.Socket, Refused> tell) {
        due.entrySet().removeIf(leaver -> {
            var isOut = !stillFeeds.test(leaver.getKey());
            if (isOut) {
                tell.accept(leaver.getValue().socket(), leaver.getValue().why());
            }
            return isOut;
        });
    }
}
