package io.peerstage.signaling;

import io.peerstage.contract.Caller;
import io.peerstage.contract.signaling.Push;
import io.peerstage.contract.streams.Turnout;
import java.time.Instant;
import java.util.List;

/** What a room has decided and somebody else must do. */
sealed interface Move {
    /** Send this to these browsers. */
    record Tell(List<Caller.Socket> sockets, Push push) implements Move {}

    /** Tell the product how many watch. */
    record Count(int watchers) implements Move {}

    /** Keep that the show which began then is over. */
    record End(Instant startedAt, Turnout turnout) implements Move {}
}
