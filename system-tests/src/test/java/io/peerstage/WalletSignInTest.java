package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.testkit.TestWallet;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The main job once with each kind of wallet; the extension is played by a script whose signatures are made with real keys. */
class WalletSignInTest {
    private static final String SUBSTRATE = """
            window.injectedWeb3 = {'polkadot-js': {version: '0.62.1', enable: async () => ({
              accounts: {get: async () => [{address: 'ADDRESS', name: 'Ada', type: 'TYPE'}]},
              signer: {signRaw: async ({data}) => ({id: 1, signature: await signWithWallet(data)})},
            })}};
            """;
    private static final String ETHEREUM = """
            const provider = {request: async ({method, params}) => {
              if (method === 'eth_requestAccounts') return ['ADDRESS'];
              if (method === 'personal_sign') return signWithWallet(params[0]);
              throw Object.assign(new Error('unsupported'), {code: 4200});
            }};
            const announce = () => window.dispatchEvent(new CustomEvent('eip6963:announceProvider', {detail: Object.freeze({
              info: {uuid: '5c6a5a6e-0000-4000-8000-000000000001', name: 'Test wallet', icon: 'data:image/svg+xml,<svg/>',
                rdns: 'example.wallet'}, provider})}));
            window.addEventListener('eip6963:requestProvider', announce);
            announce();
            """;

    @RegisterExtension
    static final House house = new House();

    @Test
    void a_creator_with_an_sr25519_extension_goes_live() {
        var wallet = TestWallet.sr25519(11);
        goesLive(wallet, "injected", SUBSTRATE.replace("TYPE", "sr25519").replace("ADDRESS", ss58(wallet)));
    }

    @Test
    void a_creator_with_an_ed25519_extension_goes_live() {
        var wallet = TestWallet.ed25519(12);
        goesLive(wallet, "injected", SUBSTRATE.replace("TYPE", "ed25519").replace("ADDRESS", ss58(wallet)));
    }

    @Test
    void a_creator_with_an_ethereum_wallet_goes_live() {
        var wallet = TestWallet.ethereum(13);
        goesLive(wallet, "ethereum", ETHEREUM.replace("ADDRESS", wallet.eip55()));
    }

    private static void goesLive(TestWallet wallet, String kind, String extension) {
        try (var creator = house.person();
                var viewer = house.person()) {
            creator.context()
                    .exposeFunction(
                            "signWithWallet", data -> "0x" + HexFormat.of().formatHex(sign(wallet, (String) data[0])));
            creator.context().addInitScript(extension);
            var id = creator.signsInWith(kind)
                    .schedules("Ada", "With " + wallet.algorithm().alg(), "everyone");
            assertThat(house.stage().visitor().get("/streams/" + id).json().getString("broadcaster"))
                    .isEqualTo(wallet.account().hex());
            creator.goesLive();
            viewer.visits("/streams/" + id).sees("playing").keepsReceiving(3);
        }
    }

    /** As extensions do: those of Substrate wrap what they sign, so that it can never be a transaction. */
    private static byte[] sign(TestWallet wallet, String hex) {
        var text = new String(HexFormat.of().parseHex(hex.substring(2)), StandardCharsets.UTF_8);
        var signed = wallet.account().hex().length() == 66 ? "<Bytes>" + text + "</Bytes>" : text;
        return wallet.sign(signed.getBytes(StandardCharsets.UTF_8));
    }

    /** The address of an account in the generic Substrate format, prefix 42. */
    private static String ss58(TestWallet wallet) {
        var body = new ByteArrayOutputStream();
        body.write(42);
        body.writeBytes(HexFormat.of().parseHex(wallet.account().hex().substring(2)));
        var digest = new Blake2bDigest(512);
        var named = new ByteArrayOutputStream();
        named.writeBytes("SS58PRE".getBytes(StandardCharsets.UTF_8));
        named.writeBytes(body.toByteArray());
        digest.update(named.toByteArray(), 0, named.size());
        var checksum = new byte[64];
        digest.doFinal(checksum, 0);
        body.writeBytes(Arrays.copyOf(checksum, 2));
        return base58(new BigInteger(1, body.toByteArray()));
    }

    private static String base58(BigInteger number) {
        var alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
        var text = new StringBuilder();
        for (var rest = number; rest.signum() > 0; rest = rest.divide(BigInteger.valueOf(58))) {
            text.append(alphabet.charAt(rest.mod(BigInteger.valueOf(58)).intValue()));
        }
        return text.reverse().toString();
    }
}
