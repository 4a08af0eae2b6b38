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
    @CsvSource({"100%, %100\\%%", "a_b, %a\\_b%", "a\\b, %a\\\\b%"})
    void the_signs_of_a_pattern_stand_for_themselves(String words, String pattern) {
        assertThat(Search.containing(words)).isEqualTo(pattern);
    }
}
