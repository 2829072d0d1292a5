package io.headroom.server.app;

import org.eclipse.jetty.http2.server.AbstractHTTP2ServerConnectionFactory;

/** What one HTTP/2 connection may ask of us, with TLS and without. */
final class Http2Limits {
    private static final int STREAMS = 128;
    /** What one upload may have under way: a round trip of 20 ms still carries 100 MB a second. */
    private static final int STREAM_WINDOW = 2 << 20;
    /** What one connection may have us hold in memory. */
    private static final int CONNECTION_WINDOW = 4 << 20;

    private static final int LARGEST_FRAME = 64 * 1024;
    private static final int INPUT_BUFFER = 64 * 1024;

    private Http2Limits() {}

    static void set(AbstractHTTP2ServerConnectionFactory factory) {
        factory.setInputBufferSize(INPUT_BUFFER);
        factory.setMaxConcurrentStreams(STREAMS);
        factory.setInitialStreamRecvWindow(STREAM_WINDOW);
        factory.setInitialSessionRecvWindow(CONNECTION_WINDOW);
        factory.setMaxFrameSize(LARGEST_FRAME);
        // No WebSockets and no tunnels here.
        factory.setConnectProtocolEnabled(false);
        factory.setRateControlFactory(new FrameRate.Factory());
    }
}
