package io.headroom.conformance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server that does what the suite warns of: a negative figure, a full store that is answered 500 after the whole body, a 207
 * where one resource failed, COPY that deletes its target first. Closed by its test.
 */
final class WrongServer implements AutoCloseable {
    private static final long LIMIT = 12L << 20;

    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<String> authorizations = ConcurrentHashMap.newKeySet();
    private final Map<String, byte[]> resources = new ConcurrentSkipListMap<>();

    WrongServer() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.createContext("/", this::handle);
        http.start();
    }

    /** Which Authorization headers came; an empty string for none. */
    Set<String> authorizations() {
        return authorizations;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/");
    }

    /** What is stored, collections too. */
    int stored() {
        return resources.size();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            authorizations.add(Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                    .orElse(""));
            byte[] body = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            switch (exchange.getRequestMethod()) {
                case "MKCOL" -> {
                    resources.put(path, new byte[0]);
                    answer(exchange, 201, "");
                }
                case "PUT" -> answer(exchange, store(path, body), "");
                case "GET" ->
                    answer(
                            exchange,
                            200,
                            new String(resources.getOrDefault(path, new byte[0]), StandardCharsets.ISO_8859_1));
                case "DELETE" -> {
                    resources.keySet().removeIf(name -> name.startsWith(path));
                    answer(exchange, 204, "");
                }
                case "COPY" -> copy(exchange, path);
                case "PROPFIND" -> propfind(exchange, path, new String(body, StandardCharsets.UTF_8));
                default -> answer(exchange, 405, "");
            }
        }
    }

    private int store(String path, byte[] body) {
        long used = resources.values().stream().mapToLong(bytes -> bytes.length).sum();
        if (used + body.length > LIMIT) {
            return 500;
        }
        resources.put(path, body);
        return 201;
    }

    private void copy(HttpExchange exchange, String path) throws IOException {
        String target =
                URI.create(exchange.getRequestHeaders().getFirst("Destination")).getPath();
        resources.keySet().removeIf(name -> name.startsWith(target));
        if (store(target, resources.getOrDefault(path, new byte[0])) == 201) {
            answer(exchange, 201, "");
            return;
        }
        answer(
                exchange,
                207,
                "<D:multistatus xmlns:D='DAV:'><D:response><D:href>" + target
                        + "</D:href><D:status>HTTP/1.1 507 Insufficient Storage</D:status></D:response></D:multistatus>");
    }

    private void propfind(HttpExchange exchange, String path, String asked) throws IOException {
        if (!resources.containsKey(path)) {
            answer(exchange, 404, "");
            return;
        }
        String figures = asked.contains("available") || asked.contains("allprop")
                ? "<D:quota-available-bytes>-3</D:quota-available-bytes><D:quota-used-bytes>1.5</D:quota-used-bytes>"
                : "<D:resourcetype/>";
        answer(
                exchange,
                207,
                "<D:multistatus xmlns:D='DAV:'><D:response><D:href>" + path
                        + "</D:href><D:propstat><D:prop>" + figures
                        + "</D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response></D:multistatus>");
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
