package io.headroom.server.directory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import javax.naming.NamingException;
import javax.net.SocketFactory;

/**
 * Makes the connections to a directory: with TLS where that comes first, and each read with its end. JNDI takes the name of a class only,
 * and asks that for a factory in the thread that connects: so a factory is offered to one thread while that connects. Thread-safe.
 */
public final class DirectorySockets extends SocketFactory {
    private static final ThreadLocal<SocketFactory> OFFERED = new ThreadLocal<>();

    /** What makes a connection. */
    @FunctionalInterface
    interface Connecting<T> {
        T connect() throws NamingException;
    }

    private final SocketFactory plain;
    private final int timeoutMillis;

    /** @param timeout for each read; a connection that is silent for so long is broken */
    DirectorySockets(SocketFactory plain, Duration timeout) {
        this.plain = plain;
        this.timeoutMillis = Math.toIntExact(timeout.toMillis());
    }

    /** JNDI's way to the factory: the one that is offered to this thread. */
    public static SocketFactory getDefault() {
        SocketFactory offered = OFFERED.get();
        if (offered == null) {
            throw new IllegalStateException("no connection to a directory is being made in this thread");
        }
        return offered;
    }

    <T> T during(Connecting<T> connecting) throws NamingException {
        OFFERED.set(this);
        try {
            return connecting.connect();
        } finally {
            OFFERED.remove();
        }
    }

    private Socket limited(Socket socket) throws IOException {
        socket.setSoTimeout(timeoutMillis);
        return socket;
    }

    @Override
    public Socket createSocket() throws IOException {
        return limited(plain.createSocket());
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return limited(plain.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress own, int ownPort) throws IOException {
        return limited(plain.createSocket(host, port, own, ownPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return limited(plain.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress own, int ownPort) throws IOException {
        return limited(plain.createSocket(host, port, own, ownPort));
    }
}
