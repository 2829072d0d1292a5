package io.headroom.server.app;

import static org.eclipse.jetty.http.HttpCompliance.Violation.MISMATCHED_AUTHORITY;

import io.headroom.server.http.ConnectionsPerAddress;
import io.headroom.server.http.EarlyAnswer;
import io.headroom.server.http.OwnHosts;
import io.headroom.server.http.WebDavServlet;
import io.headroom.server.tls.TlsContext;
import java.util.Optional;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Builds the container around the servlet. */
final class JettyFactory {
    private static final int INPUT_BUFFER = 32 * 1024;
    private static final int OUTPUT_BUFFER = 32 * 1024;
    private static final int ACCEPTORS = 1;
    private static final long IDLE_MILLIS = 120_000;

    /** Java would take 50: a crowd that comes at one moment then waits for seconds to be let in. The system may cut it, to 4096 mostly. */
    private static final int ACCEPT_QUEUE = 4096;

    private JettyFactory() {}

    /**
     * @param refusals answers what the container refuses before the servlet
     * @param connections how many each address may have
     * @param tls empty for none
     */
    static Server create(
            ServerConfig config,
            WebDavServlet servlet,
            ErrorHandler refusals,
            ConnectionsPerAddress connections,
            Optional<TlsContext> tls) {
        QueuedThreadPool threads = new QueuedThreadPool(config.threads(), 8);
        threads.setName("http");
        Server server = new Server(threads);
        server.setStopTimeout(config.stop().toMillis());

        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setOutputBufferSize(OUTPUT_BUFFER);
        // Names may hold what other servers guard against; HrefCodec decodes strictly and is the only one that does.
        http.setUriCompliance(UriCompliance.UNSAFE);
        // A full URL in the request line replaces the Host (RFC 9112 §3.2.2).
        http.setHttpCompliance(HttpCompliance.RFC9110.with("absolute-form", MISMATCHED_AUTHORITY));
        http.addCustomizer(config.trustedProxies());
        if (config.refusesUnknownHosts()) {
            http.addCustomizer(new OwnHosts(config.ownHosts()));
        }
        HttpConnectionFactory http1 = new HttpConnectionFactory(http);
        http1.setInputBufferSize(INPUT_BUFFER);

        ServerConnector connector = new LimitedConnector(
                server,
                ACCEPTORS,
                connections,
                tls.map(context -> secured(config, context, http, http1))
                        .orElseGet(() -> new ConnectionFactory[] {http1, ClearTextHttp2.factory(http)}));
        // Those that look after connections are none of those that work on requests.
        threads.setMaxThreads(
                config.threads() + ACCEPTORS + connector.getSelectorManager().getSelectorCount());
        connector.setHost(config.host());
        connector.setPort(config.port());
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        connector.setIdleTimeout(IDLE_MILLIS);
        // It would be one second for all of them: GracefulStop knows which are in use.
        connector.setShutdownIdleTimeout(-1);
        server.addConnector(connector);

        ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.NO_SESSIONS);
        // Never asked for the decoded path, but the container checks it on the way.
        context.getServletHandler().setDecodeAmbiguousURIs(true);
        ServletHolder holder = new ServletHolder("webdav", servlet);
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/*");
        context.setErrorHandler(refusals);
        server.setHandler(new GracefulStop(new EarlyAnswer(new Http10Expectation(context))));
        server.setErrorHandler(refusals);
        return server;
    }

    private static ConnectionFactory[] secured(
            ServerConfig config, TlsContext tls, HttpConfiguration http, HttpConnectionFactory http1) {
        // Which names the certificate holds is for the client to look at: people use addresses, too.
        SecureRequestCustomizer secure = new SecureRequestCustomizer(false);
        secure.setStsMaxAge(config.hstsSeconds() == 0 ? -1 : config.hstsSeconds());
        http.addCustomizer(secure);
        HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(http);
        Http2Limits.set(http2);
        ALPNServerConnectionFactory choice = new ALPNServerConnectionFactory();
        choice.setDefaultProtocol(http1.getProtocol());
        return new ConnectionFactory[] {
            new SslConnectionFactory(tls.factory(), choice.getProtocol()), choice, http2, http1
        };
    }
}
