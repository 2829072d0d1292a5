package io.headroom.server.http;

import io.headroom.spi.SettingsException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.QuotedCSV;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.InetAddressSet;
import org.jspecify.annotations.Nullable;

/**
 * Takes a client's address from {@code Forwarded} (RFC 7239) or {@code X-Forwarded-For} where a proxy that is trusted says so, for the logs
 * and for slowing down those who guess passwords. Each proxy adds whom it heard from at the end, so the list is read from there, and the
 * first address that is no trusted proxy's is the client's; what stands before it anybody may have written. Thread-safe.
 */
public final class TrustedProxies implements HttpConfiguration.Customizer {
    private static final String BYTE = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";

    /** An address, with or without a port, as both headers have it: {@code 192.0.2.1:47011}, {@code [2001:db8::1]:47011}. */
    private static final Pattern NODE =
            Pattern.compile("\\[?([0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)\\]?(?::\\d+)?|(" + BYTE + "(?:\\."
                    + BYTE + "){3})(?::\\d+)?");

    private final InetAddressSet proxies = new InetAddressSet();

    /**
     * @param proxies addresses, ranges such as {@code 10.0.0.0/8}
     * @throws SettingsException when one of them is none
     */
    public TrustedProxies(List<String> proxies) {
        for (String proxy : proxies) {
            try {
                this.proxies.add(proxy);
            } catch (IllegalArgumentException e) {
                throw new SettingsException(
                        "The setting 'trusted-proxies' has '" + proxy
                                + "': it must be an address such as 192.0.2.1 or a range such as 10.0.0.0/8.",
                        e);
            }
        }
    }

    /** Whether this is one of them. */
    public boolean includes(InetAddress address) {
        return proxies.test(address);
    }

    @Override
    public Request customize(Request request, HttpFields.Mutable answer) {
        SocketAddress sender = request.getConnectionMetaData().getRemoteSocketAddress();
        if (!(sender instanceof InetSocketAddress address) || !proxies.test(address.getAddress())) {
            return request;
        }
        InetAddress client = client(request.getHeaders());
        return client == null ? request : new ForwardedRequest(request, new InetSocketAddress(client, 0));
    }

    /** Null when the proxy doesn't say, or nothing that can be read. */
    private @Nullable InetAddress client(HttpFields headers) {
        List<String> nodes = nodes(headers);
        InetAddress client = null;
        for (int i = nodes.size() - 1; i >= 0; i--) {
            InetAddress node = parse(nodes.get(i));
            if (node == null) {
                return client;
            }
            client = node;
            if (!proxies.test(node)) {
                return client;
            }
        }
        return client;
    }

    private static List<String> nodes(HttpFields headers) {
        List<String> nodes = new ArrayList<>();
        if (headers.contains(HttpHeader.FORWARDED)) {
            for (String element : values(headers, HttpHeader.FORWARDED)) {
                nodes.add(forwardedFor(element));
            }
            return nodes;
        }
        return values(headers, HttpHeader.X_FORWARDED_FOR);
    }

    private static List<String> values(HttpFields headers, HttpHeader name) {
        QuotedCSV all = new QuotedCSV();
        for (HttpField field : headers.getFields(name)) {
            all.addValue(field.getValue());
        }
        return all.getValues();
    }

    /** Empty when the element says nothing of it. */
    private static String forwardedFor(String element) {
        for (String pair : element.split(";", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).strip().equalsIgnoreCase("for")) {
                return pair.substring(equals + 1).strip().replace("\"", "");
            }
        }
        return "";
    }

    /** Only what is an address already: no name is looked up. */
    private static @Nullable InetAddress parse(String node) {
        Matcher matcher = NODE.matcher(node);
        if (!matcher.matches()) {
            return null;
        }
        try {
            // In brackets it is an address of IPv6 or an error.
            return InetAddress.getByName(matcher.group(1) != null ? "[" + matcher.group(1) + "]" : matcher.group(2));
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static final class ForwardedRequest extends Request.Wrapper {
        private final ConnectionMetaData connection;

        private ForwardedRequest(Request request, SocketAddress client) {
            super(request);
            connection = new ConnectionMetaData.Wrapper(request.getConnectionMetaData()) {
                @Override
                public SocketAddress getRemoteSocketAddress() {
                    return client;
                }
            };
        }

        @Override
        public ConnectionMetaData getConnectionMetaData() {
            return connection;
        }
    }
}
