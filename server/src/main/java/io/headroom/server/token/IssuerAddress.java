package io.headroom.server.token;

import java.net.URI;

/** Where an issuer and its keys may be: keys that came in the clear could be anybody's. */
public final class IssuerAddress {
    private IssuerAddress() {}

    /** With TLS, or on this machine as it is written: a name could mean another machine tomorrow. */
    public static boolean isSafe(URI url) {
        if (url.getHost() == null || url.getRawUserInfo() != null || url.getRawFragment() != null) {
            return false;
        }
        return "https".equalsIgnoreCase(url.getScheme())
                || ("http".equalsIgnoreCase(url.getScheme()) && isHere(url.getHost()));
    }

    private static boolean isHere(String host) {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    }
}
