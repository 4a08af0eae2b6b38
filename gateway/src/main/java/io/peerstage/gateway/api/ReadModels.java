package io.peerstage.gateway.api;

import io.peerstage.contract.Caller;
import io.peerstage.contract.Nothing;
import io.peerstage.contract.streams.StreamsApi;
import io.peerstage.runtime.Bus;
import io.vertx.core.Future;

/** What streams-service knows from the event log. */
record ReadModels(Bus bus) {
    /** Waits until an action that was accepted shows in lists too. Never fails: it will show, if not at once. */
    Future<Nothing> catchUp(Caller caller) {
        return bus.ask(StreamsApi.CATCH_UP, caller, Nothing.NOTHING).otherwise(Nothing.NOTHING);
    }
}
