package io.headroom.server.token;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks an issuer for its keys. Thread-safe; needs no close. */
final class IssuerClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final int MOST_BYTES = 256 * 1024;

    private final IssuerSettings settings;
    private final HttpClient client;

    IssuerClient(IssuerSettings settings) {
        this.settings = settings;
        this.client = HttpClient.newBuilder()
                .sslContext(settings.authorities().context())
                .connectTimeout(TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** @throws IOException when they can't be had now */
    JWKSet keys() throws IOException {
        URI url = settings.keysUrl().isPresent() ? settings.keysUrl().get() : discovered();
        try {
            return JWKSet.parse(text(url));
        } catch (ParseException e) {
            throw new IOException(url + " has no keys: " + e.getMessage(), e);
        }
    }

    /** OpenID Connect Discovery 1.0 §4. */
    private URI discovered() throws IOException {
        String issuer = settings.issuer();
        URI url = URI.create((issuer.endsWith("/") ? issuer : issuer + "/") + ".well-known/openid-configuration");
        try {
            Map<String, Object> document = JSONObjectUtils.parse(text(url));
            // §4.3: else it is the word of somebody else.
            if (!issuer.equals(JSONObjectUtils.getString(document, "issuer"))) {
                throw new IOException(url + " is not of the issuer " + issuer);
            }
            URI keys = JSONObjectUtils.getURI(document, "jwks_uri");
            if (keys == null || !IssuerAddress.isSafe(keys)) {
                throw new IOException(url + " has no address of keys with https://");
            }
            return keys;
        } catch (ParseException e) {
            throw new IOException(url + " can't be read: " + e.getMessage(), e);
        }
    }

    private String text(URI url) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(TIMEOUT)
                .header("Accept", "application/json")
                .build();
        CompletableFuture<HttpResponse<String>> coming = client.sendAsync(request, head -> new LimitedBody(MOST_BYTES));
        try {
            // The request's own end counts for the head only, and a body could come in drops.
            HttpResponse<String> response = coming.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != 200) {
                throw new IOException(url + " answered " + response.statusCode());
            }
            return response.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(url + " was interrupted", e);
        } catch (ExecutionException e) {
            throw new IOException(url + ": " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new IOException(url + " did not answer in time", e);
        } finally {
            coming.cancel(true);
        }
    }
}
