package io.peerstage.contract.profiles;

import io.peerstage.contract.Account;
import java.time.Instant;
import java.util.Optional;

/**
 * A registered account, as its owner describes it.
 *
 * @param timeZone an IANA name
 * @param since when it was registered
 * @param subscribed whether the caller subscribed to it; empty for a visitor
 */
public record Profile(
        Account account,
        Optional<String> name,
        Optional<String> surname,
        Optional<String> imgLink,
        Optional<String> timeZone,
        long subscriberCount,
        long subscriptionCount,
        Instant since,
        Optional<Boolean> subscribed) {}
