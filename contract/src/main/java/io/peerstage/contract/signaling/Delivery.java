package io.peerstage.contract.signaling;

import java.util.List;

/**
 * What a gateway is to write to sockets that it holds; sockets that it holds no longer are passed over.
 *
 * @param sockets their ids
 * @param address the name under which the browser receives it
 * @param body a {@link Push}, or what has become of it on its way
 */
public record Delivery(List<String> sockets, String address, Object body) {
    public static Delivery of(List<String> sockets, Push push) {
        return new Delivery(sockets, push.address(), push);
    }
}
