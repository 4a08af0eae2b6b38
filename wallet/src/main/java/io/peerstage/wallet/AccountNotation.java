package io.peerstage.wallet;

import io.peerstage.contract.Account;
import io.peerstage.contract.Require;
import java.util.Locale;
import java.util.regex.Pattern;

/** The ways in which people and wallets write an account; at the edge each becomes canonical. */
public final class AccountNotation {
    private static final Pattern CAPITAL_HEX = Pattern.compile("0x(?:[0-9A-F]{64}|[0-9A-F]{40})");
    private static final Pattern MIXED_ADDRESS = Pattern.compile("0x[0-9A-Fa-f]{40}");

    /**
     * Reads canonical or upper-case hex, SS58 of any network, and EIP-55.
     *
     * @param field what the refusal names
     * @throws io.peerstage.contract.Refused as an invalid request
     */
    public static Account parse(String field, String text) {
        Require.present(field, text);
        if (Account.isCanonical(text) || CAPITAL_HEX.matcher(text).matches()) {
            return lowerCase(text);
        }
        if (MIXED_ADDRESS.matcher(text).matches()) {
            Require.that(
                    text.equals(Eip55.of(lowerCase(text))), field, "has a wrong EIP-55 checksum: check its capitals");
            return lowerCase(text);
        }
        var account = Ss58.read(text);
        Require.that(
                account.isPresent(),
                field,
                "must be 0x and 64 or 40 hex digits, an EIP-55 address, or an SS58 address with the right checksum");
        return account.orElseThrow();
    }

    private static Account lowerCase(String hex) {
        return new Account(hex.toLowerCase(Locale.ROOT));
    }

    private AccountNotation() {}
}
