package io.peerstage.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerstage.contract.Fault;
import io.peerstage.contract.Refused;
import java.util.Locale;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountNotationTest {
    private static final String SS58 = Vectors.ALL.account("sr25519", "ss58Vara");

    /** Alice of every Substrate tutorial. */
    private static final String ALICE = "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";

    static Stream<Arguments> notations() {
        return Vectors.ALL.accounts().values().stream()
                .flatMap(account -> account.values().stream().map(text -> Arguments.of(text, account.get("account"))));
    }

    @ParameterizedTest
    @MethodSource("notations")
    void every_notation_of_an_account_becomes_canonical(String text, String canonical) {
        assertThat(AccountNotation.parse("account", text).hex()).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", // prefix 42
                "15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5", // prefix 0, Polkadot
                "HNZata7iMYWmk5RvZRTiAsSDhV8366zq2YGb3tLH5Upf74F", // prefix 2, Kusama
            })
    void an_account_is_the_same_on_every_network(String text) {
        assertThat(AccountNotation.parse("account", text).hex()).isEqualTo(ALICE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
                "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
                "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
                "0x52908400098527886E0F7030069857D2E4169EE7",
                "0xde709f2102306220921060314715629080e2fb77",
            })
    void the_addresses_of_eip_55_are_written_and_read(String address) {
        var account = AccountNotation.parse("account", address);
        assertThat(account.hex()).isEqualTo(address.toLowerCase(Locale.ROOT));
        assertThat(Eip55.of(account)).isEqualTo(address);
        assertThat(AccountNotation.parse("account", upperCase(address))).isEqualTo(account);
    }

    @Test
    void capitals_without_small_letters_are_no_checksum() {
        assertThat(AccountNotation.parse("account", upperCase(ALICE)).hex()).isEqualTo(ALICE);
    }

    @Test
    void only_an_ethereum_address_has_such_a_checksum() {
        var alice = AccountNotation.parse("account", ALICE);
        assertThatThrownBy(() -> Eip55.of(alice)).isInstanceOf(Refused.class);
    }

    @Test
    void a_wrong_capital_in_an_address_is_refused() {
        assertThatThrownBy(() -> AccountNotation.parse("by", "0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"))
                .asInstanceOf(InstanceOfAssertFactories.type(Refused.class))
                .extracting(Refused::faults, InstanceOfAssertFactories.list(Fault.class))
                .containsExactly(new Fault("/by", "has a wrong EIP-55 checksum: check its capitals"));
    }

    @Test
    void a_mistyped_ss58_address_is_refused_wherever_the_mistake_is() {
        for (var place = 0; place < SS58.length(); place++) {
            var wrong = SS58.charAt(place) == 'x' ? 'y' : 'x';
            refused(SS58.substring(0, place) + wrong + SS58.substring(place + 1));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1",
                "11111111111111111111111111111111111",
                "0x",
                "0x1234",
                "d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d",
                "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27g",
                "0Xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d",
                "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d\n",
                "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQ", // a character short
                "15GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", // a zero byte before
                "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY ",
                "O0Il",
                "\ud83d\ude00",
            })
    void what_is_no_account_is_refused(String text) {
        refused(text);
    }

    @Test
    void a_huge_text_is_refused_without_being_decoded() {
        refused("z".repeat(10_000_000));
        refused(null);
    }

    private static void refused(String text) {
        assertThatThrownBy(() -> AccountNotation.parse("account", text))
                .as(text)
                .isInstanceOf(Refused.class);
    }

    private static String upperCase(String hex) {
        return "0x" + hex.substring(2).toUpperCase(Locale.ROOT);
    }
}
