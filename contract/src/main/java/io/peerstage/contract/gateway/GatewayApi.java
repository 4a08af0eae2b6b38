package io.peerstage.contract.gateway;

import io.peerstage.contract.Fact;
import java.time.Duration;

/** How the others know that a gateway is there. */
public final class GatewayApi {
    /** A gateway is there; told every 2 s. */
    public static final Fact<Beat> BEATEN = new Fact<>("gateway.beaten", Beat.class);

    /** One that has not been heard for so long is taken for dead: three beats. */
    public static final Duration LONGEST_SILENCE = Duration.ofSeconds(6);

    /**
     * @param gateway its bus address, as its sockets name it
     */
    public record Beat(String gateway) {}

    private GatewayApi() {}
}
