package io.headroom.conformance.suite;

import io.headroom.conformance.dav.Dav;
import io.headroom.conformance.wire.Client;
import io.headroom.conformance.wire.Endpoint;
import io.headroom.conformance.wire.Reply;
import java.io.IOException;
import java.util.random.RandomGenerator;

/** The one collection that the suite makes on a server, with what it keeps there. For one thread; leaves when closed. */
final class Guest implements AutoCloseable {
    private final Client client;
    private final String folder;
    private final boolean keep;
    private final Ballast ballast;
    private final Room room;

    private Guest(Client client, String folder, boolean keep, RoomLimits limits) throws IOException {
        this.client = client;
        this.folder = folder;
        this.keep = keep;
        this.ballast = new Ballast(client, folder + "base/");
        make(folder);
        try {
            make(folder + "base/");
            this.room = Room.learn(client, folder, limits, ballast);
        } catch (IOException | RuntimeException e) {
            leave(e);
            throw e;
        }
    }

    private void leave(Exception reason) {
        try {
            close();
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    /** @throws IOException with a sentence, when the server doesn't let us in */
    static Guest enter(Endpoint endpoint, boolean keep, RoomLimits limits, RandomGenerator random) throws IOException {
        String name = "conformance-" + Long.toHexString(random.nextLong() >>> 24);
        return new Guest(new Client(endpoint), endpoint.path() + name + "/", keep, limits);
    }

    private void make(String path) throws IOException {
        Reply reply = client.send(Dav.mkcol(path));
        if (reply.status() != 201) {
            throw new IOException("MKCOL " + path + " was answered " + reply + "; a collection to work in is needed.");
        }
    }

    Room room() {
        return room;
    }

    /** A place for a row, left with {@link Scene#clear}. */
    Scene scene(Row row) throws IOException {
        return Scene.make(new Client(client.endpoint()), folder + row.id() + "/", room);
    }

    /**
     * Removes the collection, unless it is to be kept.
     *
     * @throws IOException with a sentence, when the server doesn't remove it
     */
    @Override
    public void close() throws IOException {
        if (keep) {
            return;
        }
        Reply reply = client.send(Dav.delete(folder));
        if (reply.status() != 204 && reply.status() != 200) {
            throw new IOException(folder + " could not be removed from the server: DELETE was answered " + reply);
        }
    }
}
