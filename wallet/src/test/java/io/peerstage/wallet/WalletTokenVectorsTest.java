package io.peerstage.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WalletTokenVectorsTest {
    private static final Vectors VECTORS = Vectors.ALL;

    static List<Vectors.Token> valid() {
        return VECTORS.valid();
    }

    static List<Vectors.Token> invalid() {
        return VECTORS.invalid();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("valid")
    void a_token_of_a_real_wallet_is_accepted(Vectors.Token vector) {
        var token = VECTORS.verifier().verify(vector.token(), VECTORS.time());
        assertThat(token.account().hex()).isEqualTo(vector.account());
        assertThat(token.algorithm().alg()).isEqualTo(vector.alg());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("invalid")
    void a_bad_token_is_refused_for_its_first_fault(Vectors.Token vector) {
        var refusal =
                catchThrowableOfType(BadToken.class, () -> VECTORS.verifier().verify(vector.token(), VECTORS.time()));
        assertThat(refusal).isNotNull();
        assertThat(refusal.why()).hasToString(vector.why());
        assertThat(refusal).hasMessage(vector.why());
        assertThat(refusal.getStackTrace()).isEmpty();
    }

    @Test
    void no_vector_has_been_lost() {
        assertThat(valid()).hasSize(10);
        assertThat(invalid()).hasSize(104);
    }
}
