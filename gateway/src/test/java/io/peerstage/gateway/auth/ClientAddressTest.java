package io.peerstage.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.net.SocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {
    private static final SocketAddress PROXY = SocketAddress.inetSocketAddress(4711, "10.0.0.9");

    @Test
    void nobody_without_a_proxy_is_believed_about_the_address() {
        assertThat(new ClientAddress(false).of(forwarded("203.0.113.7"), PROXY)).isEqualTo("10.0.0.9");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            203.0.113.7 | 203.0.113.7
            198.51.100.1, 203.0.113.7 | 203.0.113.7
            2001:db8::7 | 2001:db8::7
            unknown | 10.0.0.9
            evil.example | 10.0.0.9
            '203.0.113.7,' | 10.0.0.9
            """)
    void a_proxy_is_believed_about_the_last_one(String header, String address) {
        assertThat(new ClientAddress(true).of(forwarded(header), PROXY)).isEqualTo(address);
    }

    @Test
    void of_several_headers_the_last_was_written_last() {
        var headers = forwarded("198.51.100.1").add("X-Forwarded-For", "203.0.113.7");
        assertThat(new ClientAddress(true).of(headers, PROXY)).isEqualTo("203.0.113.7");
        assertThat(new ClientAddress(true).of(MultiMap.caseInsensitiveMultiMap(), PROXY))
                .isEqualTo("10.0.0.9");
    }

    private static MultiMap forwarded(String value) {
        return MultiMap.caseInsensitiveMultiMap().add("X-Forwarded-For", value);
    }
}
