package io.peerstage.gateway.api;

import com.fasterxml.jackson.databind.JsonMappingException;
import io.peerstage.contract.Account;
import io.peerstage.contract.Caller;
import io.peerstage.contract.Refused;
import io.peerstage.contract.streams.StreamId;
import io.peerstage.runtime.Json;
import io.peerstage.wallet.AccountNotation;
import io.peerstage.wallet.WalletToken;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
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
        return read(type, body);
    }

    /** JSON as a record; a value that its schema lets pass but that is none of the record's type is an invalid request too. */
    static <T> T read(Class<T> type, JsonObject json) {
        try {
            return Json.to(type, json);
        } catch (IllegalArgumentException unreadable) {
            throw unreadable.getCause() instanceof JsonMappingException mapping
                    ? Refused.invalid(List.of(Json.fault(mapping)))
                    : unreadable;
        }
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
