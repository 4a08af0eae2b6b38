package io.peerstage.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerstage.contract.Account;
import io.peerstage.contract.Refused;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TokenDraftTest {
    private static final Account SUBSTRATE = new Account(Vectors.ALL.account("sr25519", "account"));
    private static final Account ETHEREUM = new Account(Vectors.ALL.account("ethereum", "account"));
    private static final Instant ISSUED = Instant.parse("2027-01-15T08:00:00Z");
    private static final String ID = "f3b1c2d4000040008000000000000007";

    @Test
    void the_sign_in_text_is_the_one_that_wallets_were_shown() {
        var draft = draft(Algorithm.SR25519_TEXT, SUBSTRATE, ISSUED);
        assertThat(draft.signingInput()).isEqualTo(Vectors.ALL.signInText().signingInput());
        assertThat(draft.text()).isEqualTo(Vectors.ALL.signInText().text());
    }

    @Test
    void the_erc_4361_message_is_the_one_that_wallets_were_shown() {
        var draft = draft(Algorithm.EIP4361, ETHEREUM, ISSUED);
        assertThat(draft.signingInput()).isEqualTo(Vectors.ALL.erc4361Message().signingInput());
        assertThat(draft.text()).isEqualTo(Vectors.ALL.erc4361Message().text());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.peerstage.wallet.WalletTokenVectorsTest#valid")
    void a_draft_with_the_wallets_signature_is_the_wallets_token(Vectors.Token vector) {
        var token = Vectors.ALL.verifier().verify(vector.token(), Vectors.ALL.time());
        var draft = TokenDraft.of(
                token.algorithm(),
                token.account(),
                Vectors.ALL.audience(),
                token.issuedAt(),
                token.expiresAt(),
                token.jti());
        var signature = Base64.getUrlDecoder()
                .decode(vector.token().substring(vector.token().lastIndexOf('.') + 1));
        assertThat(draft.signedWith(signature)).isEqualTo(vector.token());
    }

    @Test
    void times_are_cut_to_whole_seconds() {
        assertThat(draft(Algorithm.SR25519_TEXT, SUBSTRATE, ISSUED.plusMillis(999)))
                .isEqualTo(draft(Algorithm.SR25519_TEXT, SUBSTRATE, ISSUED));
    }

    @Test
    void a_draft_refuses_what_could_not_be_verified() {
        assertThatThrownBy(() -> draft(Algorithm.EIP4361, SUBSTRATE, ISSUED)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> draft(Algorithm.ED25519_TEXT, ETHEREUM, ISSUED))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> draft(Algorithm.EIP4361, ETHEREUM, Instant.MAX))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> TokenDraft.of(
                        Algorithm.EIP4361, ETHEREUM, "https://stage.example", ISSUED, ISSUED, "not an id, far from it"))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() ->
                        TokenDraft.of(Algorithm.EIP4361, ETHEREUM, "https://stage.example\nwith", ISSUED, ISSUED, ID))
                .isInstanceOf(Refused.class);
    }

    private static TokenDraft draft(Algorithm algorithm, Account account, Instant issuedAt) {
        return TokenDraft.of(algorithm, account, "https://stage.example", issuedAt, ISSUED.plusSeconds(3600), ID);
    }
}
