package io.headroom.conformance.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * The server that is looked at.
 *
 * @param base of http or https, with a host, a path that ends with a slash, and nothing after it
 * @param authorization the value of the Authorization header of every request
 * @param insecure whether a certificate that nobody vouches for is good enough
 */
public record Endpoint(URI base, Optional<String> authorization, boolean insecure) {
    private static final int CONNECT_MILLIS = 10_000;

    /** @throws IllegalArgumentException with a sentence, when the address is no collection of a web server */
    public Endpoint {
        boolean web = "http".equals(base.getScheme()) || "https".equals(base.getScheme());
        if (!web || base.getHost() == null || base.getRawQuery() != null || base.getRawFragment() != null) {
            throw new IllegalArgumentException("'" + base + "' is no http or https URL of a collection.");
        }
        if (base.getUserInfo() != null) {
            throw new IllegalArgumentException("A name in the URL is not used; say --user and --password-file.");
        }
        String path = base.getRawPath();
        if (!path.endsWith("/")) {
            base = URI.create(base.getScheme() + "://" + base.getRawAuthority() + path + "/");
        }
    }

    /** Absolute, in the form of a request target, with a slash at the end. */
    public String path() {
        return base.getRawPath();
    }

    /** For the Host header. */
    String authority() {
        return base.getRawAuthority();
    }

    boolean secure() {
        return base.getScheme().equals("https");
    }

    /** A fresh connection; closed by the caller. */
    Socket connect() throws IOException {
        String host = base.getHost().replaceAll("^\\[|]$", "");
        int port = base.getPort() >= 0 ? base.getPort() : secure() ? 443 : 80;
        Socket plain = new Socket();
        try {
            plain.setTcpNoDelay(true);
            plain.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
            return secure() ? overTls(plain, host, port) : plain;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    private Socket overTls(Socket plain, String host, int port) throws IOException {
        SSLSocketFactory factory =
                insecure ? AnyCertificate.socketFactory() : (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket socket = (SSLSocket) factory.createSocket(plain, host, port, true);
        if (!insecure) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
        }
        socket.startHandshake();
        return socket;
    }
}
