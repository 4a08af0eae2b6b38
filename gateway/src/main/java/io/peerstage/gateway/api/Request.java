package io.peerstage.gateway.api;

import io.peerstage.contract.Account;
import io.peerstage.contract.Caller;
import io.peerstage.contract.streams.StreamId;
import io.peerstage.runtime.Json;
import io.peerstage.wallet.AccountNotation;
import io.peerstage.wallet.WalletToken;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * A request that fits the contract.
 *
 * @param parameters those of path and query, by name, of the types that the contract gives them, with its defaults
 * @param body empty where there is none
 */
record Request(
        RoutingContext context, Caller caller, Optional<WalletToken> token, JsonObject parameters, JsonObject body) {

    /** The body as a record; fails with what the record refuses. */
    <T> T as(Class<T> type) {
        return Json.to(type, body);
    }

    Optional<String> text(String parameter) {
        return Optional.ofNullable(parameters.getString(parameter));
    }

    /** Fails with {@code INVALID_REQUEST} unless it is an account in one of its notations. */
    Account account() {
        return AccountNotation.parse("account", parameters.getString("account"));
    }

    StreamId streamId() {
        return new StreamId(parameters.getString("id"));
    }

    WalletToken signedIn() {
        return token.orElseThrow();
    }
}
