package io.peerstage.wallet;

/**
 * What a wallet shows before it signs. A bare JWS signing input cannot be read, so a user could be led to sign in to
 * another site; these texts name the site first and end with the signing input, which ties them to one token.
 */
final class SignInText {
    /** For wallets that show any text. */
    static String plain(TokenDraft draft) {
        return """
                Sign in to %s
                with account %s
                until %s.

                %s""".formatted(draft.audience(), draft.account(), draft.expiresAt(), draft.signingInput());
    }

    /** As Ethereum wallets expect it (ERC-4361): they warn when the site it names is not the page that asks. */
    static String erc4361(TokenDraft draft) {
        return """
                %s wants you to sign in with your Ethereum account:
                %s

                Sign in to %s.

                URI: %s
                Version: 1
                Chain ID: 1
                Nonce: %s
                Issued At: %s
                Expiration Time: %s
                Request ID: %s""".formatted(
                        draft.audience().replaceFirst("^https?://", ""),
                        Eip55.of(draft.account()),
                        draft.audience(),
                        draft.audience(),
                        draft.jti(),
                        draft.issuedAt(),
                        draft.expiresAt(),
                        draft.signingInput());
    }

    private SignInText() {}
}
