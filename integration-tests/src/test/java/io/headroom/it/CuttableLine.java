package io.headroom.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Leads from a port of its own to another one of this machine, until it is cut. Closed by its test. */
final class CuttableLine implements AutoCloseable {
    private final ServerSocket entry;
    private final int exit;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    CuttableLine(int exit) {
        try {
            this.entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.exit = exit;
        start(this::accept);
    }

    int port() {
        return entry.getLocalPort();
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "line");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket here = entry.accept();
                Socket there = new Socket(InetAddress.getLoopbackAddress(), exit);
                open.add(here);
                open.add(there);
                if (cut) {
                    closeAll();
                }
                start(() -> carry(here, there));
                start(() -> carry(there, here));
            }
        } catch (IOException closed) {
            closeAll();
        }
    }

    private void carry(Socket from, Socket to) {
        byte[] buffer = new byte[8192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                to.getOutputStream().write(buffer, 0, count);
            }
        } catch (IOException ended) {
            open.remove(from);
        }
    }

    /** From now on nothing comes through, as after the death of the machine at one end. */
    void cut() {
        cut = true;
        closeAll();
    }

    private void closeAll() {
        for (Socket each : List.copyOf(open)) {
            try {
                each.close();
            } catch (IOException alreadyBroken) {
                open.remove(each);
            }
        }
    }

    @Override
    public void close() {
        cut();
        try {
            entry.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
