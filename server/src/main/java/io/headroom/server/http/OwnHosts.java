package io.headroom.server.http;

import io.headroom.server.path.OwnAuthorities;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * Refuses requests for a host that is not this server (RFC 9110 §7.4). A web site can let its own name lead to this machine, and its page
 * then reads here what the browser may reach; but it can't do so with an address, or with a name that is not its own. Thread-safe.
 */
public final class OwnHosts implements HttpConfiguration.Customizer {
    private static final Pattern ADDRESS = Pattern.compile("\\[?[0-9a-f.]*:[0-9a-f:.]*]?|\\d{1,3}(\\.\\d{1,3}){3}");

    private final OwnAuthorities own;

    /** @param own the names that this server goes by; addresses and localhost need not be there */
    public OwnHosts(OwnAuthorities own) {
        this.own = own;
    }

    @Override
    public Request customize(Request request, HttpFields.Mutable answer) {
        String host = Request.getServerName(request).toLowerCase(Locale.ROOT);
        if (!isOwn(host)) {
            throw new HttpException.RuntimeException(
                    HttpStatus.MISDIRECTED_REQUEST_421, "This server is not known by that name.");
        }
        return request;
    }

    private boolean isOwn(String host) {
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || ADDRESS.matcher(host).matches()
                || own.include(host, "");
    }
}
