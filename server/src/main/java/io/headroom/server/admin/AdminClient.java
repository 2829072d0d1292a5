package io.headroom.server.admin;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Asks an administration. Thread-safe. */
final class AdminClient {
    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** The largest folders may have to be counted first. */
    private static final Duration ANSWER = Duration.ofMinutes(10);

    private final URI url;
    private final Optional<String> token;
    private final JsonMapper mapper = new JsonMapper();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    AdminClient(URI url, Optional<String> token) {
        this.url = url;
        this.token = token;
    }

    /**
     * @param target path and query
     * @param body empty for none
     * @return the answer; missing when it has no body
     * @throws AdminRefusedException when the server says no
     * @throws ServerUnreachableException when there is none
     */
    JsonNode ask(String method, String target, String body) {
        return ask(method, target, body, !method.equals("GET"));
    }

    private JsonNode ask(String method, String target, String body, boolean withToken) {
        String base = url.toString().replaceFirst("/+$", "");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + target))
                .timeout(ANSWER)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (withToken) {
            token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        }
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            JsonNode json = mapper.readTree(response.body());
            if (response.statusCode() >= 300) {
                throw new AdminRefusedException(
                        response.statusCode(),
                        json.path("title").asText("The server answered " + response.statusCode() + "."));
            }
            return json;
        } catch (JacksonException e) {
            throw new ServerUnreachableException("What answers at " + url + " is no administration of Headroom.", e);
        } catch (IOException e) {
            throw new ServerUnreachableException("Nobody answers at " + url + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerUnreachableException("Interrupted while " + url + " was asked.", e);
        }
    }

    JsonNode get(String target) {
        return ask("GET", target, "");
    }

    /** What not everybody may see. */
    JsonNode getWithToken(String target) {
        return ask("GET", target, "", true);
    }

    /** As it stands in a query. */
    static String encoded(Object value) {
        return URLEncoder.encode(value.toString(), StandardCharsets.UTF_8);
    }
}
