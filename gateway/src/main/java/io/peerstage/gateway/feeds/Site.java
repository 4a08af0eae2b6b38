package io.peerstage.gateway.feeds;

import io.peerstage.contract.Account;
import io.peerstage.contract.streams.StreamId;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * The addresses of this product's pages, whole, for texts that are read elsewhere.
 *
 * @param url the origin that browsers see, without a slash at its end
 */
public record Site(URI url) {
    private static final String STREAMS = "/streams/";

    public String stream(StreamId id) {
        return url + STREAMS + id;
    }

    public String profile(Account account) {
        return url + "/profiles/" + account;
    }

    public String embed(StreamId id) {
        return url + "/embed/" + id;
    }

    public String api(String path) {
        return url + "/api/v1" + path;
    }

    /**
     * The stream whose page that is.
     *
     * @return empty for an address of another site; the id that no stream has for another page of this one
     */
    public Optional<StreamId> streamAt(String address) {
        try {
            var page = new URI(address);
            return isOwn(page) ? Optional.of(new StreamId(id(page.getPath()))) : Optional.empty();
        } catch (URISyntaxException notAnAddress) {
            return Optional.empty();
        }
    }

    private static String id(String path) {
        return path != null && path.startsWith(STREAMS) ? path.substring(STREAMS.length()) : "";
    }

    private boolean isOwn(URI page) {
        return page.getHost() != null
                && page.getRawUserInfo() == null
                && url.getScheme().equalsIgnoreCase(page.getScheme())
                && url.getHost().equals(page.getHost().toLowerCase(Locale.ROOT))
                && port(url) == port(page);
    }

    private int port(URI address) {
        var usual = "https".equals(url.getScheme()) ? 443 : 80;
        return address.getPort() == -1 ? usual : address.getPort();
    }
}
