package io.headroom.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * Connections on which the first byte of each body comes to harm, after the request was signed: to see whether a store notices.
 * Thread-safe; closing leaves the real connections open.
 */
final class DamagingConnections implements SdkHttpClient {
    private final SdkHttpClient connections;

    DamagingConnections(SdkHttpClient connections) {
        this.connections = connections;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        HttpExecuteRequest.Builder damaged = HttpExecuteRequest.builder().request(request.httpRequest());
        request.metricCollector().ifPresent(damaged::metricCollector);
        request.contentStreamProvider().ifPresent(body -> damaged.contentStreamProvider(() -> damaged(body)));
        return connections.prepareRequest(damaged.build());
    }

    private static InputStream damaged(ContentStreamProvider body) {
        try (InputStream stream = body.newStream()) {
            byte[] bytes = stream.readAllBytes();
            bytes[0] ^= 1;
            return new ByteArrayInputStream(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String clientName() {
        return connections.clientName();
    }

    @Override
    public void close() {
        // Whoever opened the connections closes them.
    }
}
