package io.peerstage.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchTest {
    @ParameterizedTest
    @CsvSource({
        "Éclair, ECLAIR",
        "Straße, STRASSE",
        "ΣΊΣΥΦΟΣ, σίσυφος",
        "Ångström, angstrom",
        "ﬁne, FINE",
        "Привет, ПРИВЕТ",
        "日本, 日本"
    })
    void case_and_accents_do_not_count(String one, String other) {
        assertThat(Search.fold(one)).isEqualTo(Search.fold(other));
    }

    @ParameterizedTest
    @CsvSource({"abcd, abc bcd", "abc, abc", "ab, ab", "東京都, 東京都", "京, 京", "😀😀😀😀, 😀😀😀"})
    void what_contains_a_text_has_all_its_pieces(String text, String pieces) {
        assertThat(Search.grams(text)).containsExactly(pieces.split(" ", -1));
    }
}
