package io.headroom.conformance.suite;

import io.headroom.conformance.dav.Dav;
import io.headroom.conformance.wire.Client;
import io.headroom.conformance.wire.Content;
import io.headroom.conformance.wire.Reply;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Files that take up room, in a collection that exists, and that are taken away again. For one thread. */
final class Ballast {
    /** How many pieces of each smaller size may be needed: a server may be wrong about what it refused. */
    private static final int REMAINDERS = 64;

    private record Piece(String path, long bytes) {}

    private final Client client;
    private final String folder;
    private final Deque<Piece> pieces = new ArrayDeque<>();
    private long bytes;
    private int number;

    /** @param folder path with a slash at the end */
    Ballast(Client client, String folder) {
        this.client = client;
        this.folder = folder;
    }

    /** What it takes up. */
    long bytes() {
        return bytes;
    }

    /**
     * Uploads pieces of a size until one is refused.
     *
     * @param most where to stop in any case
     * @return whether one was refused
     */
    boolean fill(long piece, long most) throws IOException {
        while (bytes + piece <= most) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted");
            }
            if (!add(piece)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Fills to the last byte that the server takes, with smaller and smaller pieces.
     *
     * @param most where to stop in any case
     * @return whether the server is full: a piece of the first size was refused
     */
    boolean fillUp(long piece, long most) throws IOException {
        if (!fill(piece, most)) {
            return false;
        }
        for (long size = piece / 2; size > 0; size /= 2) {
            // Some file systems keep tiny files where there is no end of them.
            fill(size, Math.min(most, bytes + REMAINDERS * size));
        }
        return true;
    }

    private boolean add(long size) throws IOException {
        String path = folder + "ballast-" + number;
        number++;
        if (accepted(path, size)) {
            pieces.push(new Piece(path, size));
            bytes += size;
            return true;
        }
        // A careless server leaves the part that it got.
        client.send(Dav.delete(path));
        return false;
    }

    private boolean accepted(String path, long size) {
        try {
            Reply reply = client.send(Dav.put(path, Content.noise(size, number)));
            return reply.isSuccess();
        } catch (IOException e) {
            // A server that breaks off has not taken it, either.
            return false;
        }
    }

    /**
     * Takes the oldest pieces away, which are the largest, until so much is free again.
     *
     * @return the bytes that were freed
     */
    long free(long wanted) throws IOException {
        long freed = 0;
        while (freed < wanted && !pieces.isEmpty()) {
            freed += remove(pieces.removeLast());
        }
        return freed;
    }

    /** Takes everything away. */
    void release() throws IOException {
        free(Long.MAX_VALUE);
    }

    private long remove(Piece piece) throws IOException {
        Reply reply = client.send(Dav.delete(piece.path()));
        if (!reply.isSuccess() && reply.status() != 404) {
            throw new IOException("ballast can't be taken away: DELETE: " + reply);
        }
        bytes -= piece.bytes();
        return piece.bytes();
    }
}
