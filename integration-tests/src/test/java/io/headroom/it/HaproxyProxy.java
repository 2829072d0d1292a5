package io.headroom.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** HAProxy in front of two servers, with the file that the documentation gives and other ports in it. Closed by its test. */
final class HaproxyProxy implements AutoCloseable {
    private static final Path EXAMPLE = Path.of("..", "docs", "haproxy.cfg");

    private final Process process;
    private final URI base;

    private HaproxyProxy(Process process, URI base) {
        this.process = process;
        this.base = base;
    }

    /** @param folder for its settings and what it says */
    static HaproxyProxy start(HeadroomProcess one, HeadroomProcess two, Path folder)
            throws IOException, InterruptedException {
        int port = freePort();
        Path settings = Files.writeString(folder.resolve("haproxy.cfg"), example(one, two, port));
        Path log = folder.resolve("haproxy.out");
        Process process = new ProcessBuilder(List.of("haproxy", "-db", "-f", settings.toString()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        for (int i = 0; i < 200; i++) {
            if (isListening(port)) {
                return new HaproxyProxy(process, URI.create("http://127.0.0.1:" + port + "/"));
            }
            if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        process.destroyForcibly().waitFor();
        throw new AssertionError("haproxy did not start: " + Files.readString(log));
    }

    private static String example(HeadroomProcess one, HeadroomProcess two, int port) throws IOException {
        String text = Files.readString(EXAMPLE);
        for (Map.Entry<String, Integer> each : Map.of(
                        "127.0.0.1:8000", port,
                        "127.0.0.1:8080", one.url().getPort(),
                        "127.0.0.1:8090", two.url().getPort())
                .entrySet()) {
            text = replaced(text, each.getKey(), "127.0.0.1:" + each.getValue());
        }
        text = replaced(text, "check port 8081", "check port " + one.admin().getPort());
        return replaced(text, "check port 8091", "check port " + two.admin().getPort());
    }

    private static String replaced(String text, String old, String fresh) {
        if (!text.contains(old)) {
            throw new AssertionError("no " + old + " in " + EXAMPLE);
        }
        return text.replace(old, fresh);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
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

    Dav dav() {
        return new Dav(base);
    }

    String authority() {
        return base.getAuthority();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
