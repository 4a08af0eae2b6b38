package io.peerstage.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RefusedTest {
    @Test
    void the_faults_of_a_question_survive_the_bus() {
        var faults = List.of(new Fault("/title", "must have 1 to 120 characters"), new Fault("", "is missing"));
        var sent = Refused.invalid(faults);
        var received = Refused.read(sent.failure().number(), sent.getMessage());
        assertThat(received.failure()).isEqualTo(Failure.INVALID_REQUEST);
        assertThat(received.faults()).isEqualTo(faults);
    }

    @Test
    void a_sentence_survives_the_bus() {
        var received = Refused.read(4031, "only its broadcaster may do that");
        assertThat(received.failure()).isEqualTo(Failure.NOT_BROADCASTER);
        assertThat(received).hasMessage("only its broadcaster may do that");
        assertThat(received.faults()).isEmpty();
    }

    @Test
    void a_failure_of_a_newer_service_is_internal() {
        assertThat(Failure.of(4999)).isEqualTo(Failure.INTERNAL);
    }

    @Test
    void the_first_three_digits_of_a_number_are_an_http_status_and_no_two_failures_share_one() {
        assertThat(Arrays.stream(Failure.values()).map(Failure::status))
                .allMatch(status -> status >= 400 && status < 600);
        assertThat(Arrays.stream(Failure.values()).map(Failure::number).collect(Collectors.toSet()))
                .hasSameSizeAs(Failure.values());
    }
}
