package io.peerstage.benchmarks;

import io.peerstage.testkit.TestWallet;
import io.peerstage.wallet.TokenVerifier;
import io.peerstage.wallet.WalletToken;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a token costs that the gateway has not seen before; one that it has costs a hash and a look-up. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 3, time = 3)
@Fork(1)
public class TokenBenchmark {
    private static final String AUDIENCE = "https://stage.example";
    private static final Instant NOW = Instant.parse("2027-01-15T08:00:00Z");

    @Param({"sr25519", "ed25519", "ethereum"})
    public String wallet;

    private final TokenVerifier verifier = new TokenVerifier(AUDIENCE, Duration.ofHours(24));
    private String token;

    @Setup
    public void sign() {
        var signer = switch (wallet) {
            case "sr25519" -> TestWallet.sr25519(1);
            case "ed25519" -> TestWallet.ed25519(1);
            default -> TestWallet.ethereum(1);
        };
        token = signer.token(AUDIENCE, NOW, Duration.ofHours(1));
    }

    @Benchmark
    public WalletToken verify() {
        return verifier.verify(token, NOW);
    }
}
