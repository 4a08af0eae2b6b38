package io.peerstage.profiles;

import io.peerstage.contract.Account;
import io.peerstage.contract.Caller;
import io.peerstage.contract.Failure;
import io.peerstage.contract.Nothing;
import io.peerstage.contract.profiles.ProfilesApi;
import io.peerstage.contract.profiles.ProfilesApi.Admin;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Who is an admin: those of the operator's setting for ever, and whom admins made one. */
final class Admins {
    private final PostgresAdmins store;
    private final Set<Account> fixed;
    private final Clock clock;

    Admins(PostgresAdmins store, Set<Account> fixed, Clock clock) {
        this.store = store;
        this.fixed = fixed;
        this.clock = clock;
    }

    Future<Nothing> add(Caller caller, ProfilesApi.Which which) {
        return required(caller)
                .compose(admin -> fixed.contains(which.account())
                        ? Future.succeededFuture() // it is one already
                        : store.add(which.account(), admin, clock.instant()))
                .map(Nothing.NOTHING);
    }

    Future<Nothing> remove(Caller caller, ProfilesApi.Which which) {
        return required(caller)
                .compose(admin -> {
                    if (fixed.contains(which.account())) {
                        throw Failure.CONFLICT.because("this admin is named by the setting PEERSTAGE_ADMINS");
                    }
                    return store.remove(which.account(), admin);
                })
                .map(Nothing.NOTHING);
    }

    Future<ProfilesApi.Admins> list(Caller caller, Nothing nothing) {
        return required(caller).compose(admin -> all()).map(ProfilesApi.Admins::new);
    }

    Future<Boolean> has(Account account) {
        return fixed.contains(account)
                ? Future.succeededFuture(true)
                : store.all().map(made -> made.contains(account));
    }

    Future<List<Admin>> all() {
        return store.all()
                .map(made -> Stream.concat(
                                fixed.stream().map(account -> new Admin(account, true)),
                                made.stream()
                                        .filter(account -> !fixed.contains(account))
                                        .map(account -> new Admin(account, false)))
                        .sorted(Comparator.comparing(admin -> admin.account().hex()))
                        .toList());
    }

    private Future<Account> required(Caller caller) {
        return has(caller.signedIn()).map(admin -> {
            if (!admin) {
                throw Failure.NOT_ADMIN.because("only admins may do that");
            }
            return caller.signedIn();
        });
    }
}
