package io.peerstage.gateway.auth;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/** What counts as one address: an IPv4 address, or the 64 bits of an IPv6 network, whose other 64 anybody in it may choose. */
public final class Network {
    public static String of(String address) {
        try {
            // A literal address, so nothing is looked up.
            return InetAddress.getByName(address) instanceof Inet6Address six
                    ? HexFormat.of().formatHex(Arrays.copyOf(six.getAddress(), 8))
                    : address;
        } catch (UnknownHostException notLiteral) {
            return address;
        }
    }

    /** Whether it is one, and not a name that would have to be looked up. */
    static boolean isAddress(String text) {
        return NetUtil.isValidIpV4Address(text) || NetUtil.isValidIpV6Address(text);
    }

    private Network() {}
}
