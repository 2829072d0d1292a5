package io.headroom.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** nginx in front of a server, with the settings that docs/proxies.md gives. Closed by its test. */
final class NginxProxy implements AutoCloseable {
    private static final Path DOCS = Path.of("..", "docs", "proxies.md");
    private static final Pattern EXAMPLE = Pattern.compile("```nginx\n(.*?)```", Pattern.DOTALL);

    private final Process process;
    private final int port;

    private NginxProxy(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * @param folder for all that nginx writes
     * @param buffering whether nginx collects uploads before it passes them on
     */
    static NginxProxy start(TestServer server, Path folder, boolean buffering)
            throws IOException, InterruptedException {
        int port = freePort();
        Path settings = folder.resolve("nginx.conf");
        Path log = folder.resolve("error.log");
        Files.writeString(
                settings, """
                daemon off;
                user %3$s;
                worker_processes 1;
                pid %1$s/nginx.pid;
                error_log %1$s/error.log;
                events { worker_connections 256; }
                http {
                    access_log off;
                    client_body_temp_path %1$s/body;
                    proxy_temp_path %1$s/proxy;
                    fastcgi_temp_path %1$s/fastcgi;
                    uwsgi_temp_path %1$s/uwsgi;
                    scgi_temp_path %1$s/scgi;
                    %2$s
                }
                """.formatted(folder, example(server, port, buffering), System.getProperty("user.name")));
        Process process = new ProcessBuilder(
                        List.of("nginx", "-c", settings.toString(), "-p", folder.toString(), "-e", log.toString()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("nginx.out").toFile())
                .start();
        for (int i = 0; i < 200; i++) {
            if (isListening(port)) {
                return new NginxProxy(process, port);
            }
            if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        process.destroyForcibly().waitFor();
        throw new AssertionError("nginx did not start: " + Files.readString(folder.resolve("nginx.out")));
    }

    private static String example(TestServer server, int port, boolean buffering) throws IOException {
        Matcher example = EXAMPLE.matcher(Files.readString(DOCS));
        if (!example.find()) {
            throw new AssertionError("no example for nginx in " + DOCS);
        }
        String text = example.group(1)
                .replace("listen 80;", "listen 127.0.0.1:" + port + ";")
                .replace("127.0.0.1:8080", server.authority());
        return buffering ? text.replace("proxy_request_buffering off", "proxy_request_buffering on") : text;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static boolean isListening(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    RawClient raw() throws IOException {
        return new RawClient("127.0.0.1", port);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
